"""docs/security.md says what the code does."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import taskpal
from taskpal.settings import PROJECT
from taskpal.throttle import Limit
from taskpal.todos import errors as todos
from taskpal.todos.batch import schemas as batches
from taskpal.todos.comments import errors as comments
from taskpal.todos.feeds import errors as feeds
from taskpal.todos.finding.filters import errors as filters
from taskpal.todos.labels import errors as labels
from taskpal.todos.lists import errors as lists

WRITTEN = (PROJECT / "docs" / "security.md").read_text()


def _limits() -> Iterator[Limit]:
    """Every limit there is, wherever it is kept."""
    for found in pkgutil.walk_packages(taskpal.__path__, "taskpal."):
        if found.name not in {"taskpal.__main__", "taskpal.taskpal"}:
            kept = vars(importlib.import_module(found.name)).values()
            yield from (one for one in kept if isinstance(one, Limit))


LIMITS = sorted(set(_limits()), key=lambda limit: limit.name)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_every_limit_stands_in_the_table(limit: Limit) -> None:
    assert f"| `{limit.name}` | {limit.times} in {_words(limit.seconds)} |" in WRITTEN


def test_the_table_names_no_other_limit() -> None:
    table = WRITTEN[WRITTEN.index("## Limits") : WRITTEN.index("## Headers")]
    rows = [row.split("|") for row in table.splitlines() if row.startswith("|")]

    named = {row[2].strip(" `") for row in rows[2:]}

    assert named == {limit.name for limit in LIMITS} | {"api"}


def test_it_says_how_much_an_account_keeps() -> None:
    said = " ".join(WRITTEN.split())

    assert (
        f"{todos.MOST:,} todos, {lists.MOST_LISTS} lists with {lists.MOST_SECTIONS} "
        f"sections each, {labels.MOST} labels and {filters.MOST} filters, a todo "
        f"{comments.MOST:,} comments; a batch has {batches.MOST} operations"
    ) in said
    assert f"{feeds.MOST} calendar feeds an account" in said


def _words(seconds: int) -> str:
    for unit, length in (("hour", 3600), ("minute", 60)):
        if seconds % length == 0:
            many = seconds // length
            return f"{many} {unit}{'' if many == 1 else 's'}"
    raise AssertionError(seconds)
