"""Todos that could be real, for trying TaskPal out. The same every time."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from taskpal.todos.schemas import NewTodo
from taskpal.todos.todo_fields import PRIORITIES

_FIRST = (
    NewTodo(title="Renew the passport before the trip", priority="p1"),
    NewTodo(title="Buy milk, eggs and coffee", priority="p3"),
    NewTodo(title="Call the dentist about Thursday", priority="p2"),
    NewTodo(
        title="Draft the talk on local-first software",
        description="Twenty minutes. Start with the offline demo, end with questions.",
        priority="p2",
    ),
    NewTodo(title="Water the plants on the balcony"),
)
_VERBS = (
    ("Call", ("the landlord", "Grandma", "the bank", "the garage", "Ben")),
    ("Buy", ("a birthday present", "running shoes", "printer paper", "stamps", "tea")),
    ("Book", ("a table for six", "train tickets", "the ferry", "a haircut")),
    ("Send", ("the invoice", "the slides", "a postcard to Ida", "the signed lease")),
    ("Read", ("the quarterly report", "chapter four", "the proposal", "Sam's draft")),
    ("Fix", ("the kitchen tap", "the bike light", "the squeaky door", "the printer")),
    ("Plan", ("the team offsite", "the weekend hike", "next week's meals", "a visit")),
    ("Review", ("the budget", "Mia's pull request", "the insurance", "the contract")),
    ("Clean", ("the fridge", "the bike chain", "the inbox", "the windows")),
    ("Return", ("the library books", "the drill", "the parcel", "Noor's umbrella")),
)
_ENDINGS = ("", "", "", " this week", " before Friday", " after work", " with Ana")


def examples(count: int, today: date) -> Iterator[NewTodo]:
    """`count` todos: first a few with character, then as many as are asked for."""
    yield from _FIRST[:count]
    choose = random.Random(7)  # noqa: S311 - examples, not secrets
    for _ in range(count - len(_FIRST)):
        yield _made_up(choose, today)


def _made_up(choose: random.Random, today: date) -> NewTodo:
    verb, things = choose.choice(_VERBS)
    due = today + timedelta(days=choose.randint(-3, 40))
    return NewTodo(
        title=f"{verb} {choose.choice(things)}{choose.choice(_ENDINGS)}",
        priority=choose.choices(PRIORITIES, weights=(1, 2, 4, 13))[0],
        due=due if choose.random() < 0.4 else None,  # noqa: PLR2004
        completed=choose.random() < 0.1,  # noqa: PLR2004
    )
