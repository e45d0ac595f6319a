"""Filters in the database find what they say, in any zone, on both databases."""

import contextlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import service as preferences
from taskpal.accounts.preferences.schemas import PreferenceChanges
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.language.filters import Condition
from taskpal.language.preferences import Preferences
from taskpal.security import new_id
from taskpal.todos import days, queries, service
from taskpal.todos.comments.models import Comment
from taskpal.todos.finding.matching import Matching, understood
from taskpal.todos.folding import fold, search_key, searchable, title_key
from taskpal.todos.labels.models import Label
from taskpal.todos.lists.models import Section, TodoList
from taskpal.todos.models import Todo
from taskpal.todos.schemas import NewTodo, TodoQuery
from tests.todos.conftest import Api
from tests.todos.finding.oracle import Known, finds

TODAY = date(2027, 3, 14)  # clocks change in New York, not yet in Berlin
ZONES = [
    *("UTC", "America/New_York", "Europe/Berlin", "Pacific/Kiritimati"),
    *("Pacific/Pago_Pago", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago"),
]
LISTS = [(), ("Work",), ("Work", "Clients"), ("Work", "Clients", "Acme"), ("Someday",)]
LABELS = ["home", "work", "workshop", "Straße"]

near = st.integers(-3, 9).map(lambda number: TODAY + timedelta(days=number))
clocks = st.sampled_from([time(0), time(2, 30), time(12), time(23, 59)])
moments = st.datetimes(datetime(2027, 3, 11), datetime(2027, 3, 18)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC, microsecond=0)
)


@st.composite
def todos(draw: st.DrawFn) -> Known:
    due = draw(st.none() | near)
    clock = draw(st.none() | clocks) if due else None
    return Known(
        title=draw(st.sampled_from(["Call mum", "Buy 100% oat_milk", "ÉCLAIR"])),
        priority=draw(st.integers(1, 4)),
        place=draw(st.sampled_from(LISTS)),
        section=draw(st.sampled_from([None, "Later"])),
        labels=draw(st.lists(st.sampled_from(LABELS), unique=True, max_size=2)),
        due=due,
        due_time=clock,
        due_zone=draw(st.none() | st.sampled_from(ZONES)) if clock else None,
        start=draw(st.none() | near),
        deadline=draw(st.none() | near),
        created=draw(moments),
        completed=draw(st.none() | moments),
        repeats=draw(st.booleans()) if due else False,
        subtask=draw(st.booleans()),
        comments=draw(st.sampled_from([(), ("Ask for 100%",)])),
    )


ATOMS = [
    *("today", "tomorrow", "overdue", "no date", "7 days", "recurring", "subtask"),
    *("p1", "p2", "p3", "p4", "@home", "@work*", "@*", "no label", "#Work"),
    *("##Work", "#Inbox", "#Nowhere", "/Later", "search: 100%", "search: oat_"),
    *("search: ask for", "due before: tomorrow", "due after: today", "done", "all"),
    *("due: 2027-03-16", "start before: 2027-03-14", "deadline > 2027-03-14"),
    *("created: today", "created before: -1 days", "completed: yesterday"),
    *("no time", "no section", "!no time"),
    *("completed after: yesterday", "no deadline", "assigned to: me", "@straße"),
]
queries_ = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: (
        st.tuples(inner, st.sampled_from("&|"), inner).map(
            "({0[0]}) {0[1]} ({0[2]})".format
        )
        | inner.map("!({})".format)
    ),
    max_leaves=5,
)


def stored(session: Session, owner: OwnerId, several: Sequence[Known]) -> None:
    """Write the todos down, in an account that has only these."""
    lists: dict[tuple[str, ...], str | None] = {(): None}
    for path in LISTS[1:]:
        row = TodoList(
            owner_id=owner,
            name=path[-1],
            name_key=fold(path[-1]),
            parent_id=lists[path[:-1]],
        )
        session.add(row)
        lists[path] = row.id
    labels = {}
    for name in LABELS:
        label = Label(owner_id=owner, name=name, name_key=fold(name))
        session.add(label)
        labels[name] = label.id
    for number, known in enumerate(several):
        section = None
        if known.section:
            section = Section(
                owner_id=owner,
                list_id=lists[known.place],
                name=known.section,
                name_key=fold(known.section),
            )
            session.add(section)
        todo = Todo(
            owner_id=owner,
            title=known.title,
            title_key=title_key(known.title),
            search_key=search_key(known.title, ""),
            description=str(number),
            priority=known.priority,
            list_id=lists[known.place],
            section_id=section.id if section else None,
            label_ids=" ".join(labels[name] for name in known.labels),
            due_on=known.due,
            due_time=known.due_time,
            due_zone=known.due_zone,
            due_at=days.due_instant(known.due, known.due_time, known.due_zone),
            start_on=known.start,
            deadline_on=known.deadline,
            created_at=known.created or now(),
            completed_at=known.completed,
            repeat_rule="FREQ=DAILY" if known.repeats else None,
            parent_id=new_id() if known.subtask else None,
        )
        session.add(todo)
        session.flush()
        for text in known.comments:
            session.add(
                Comment(
                    owner_id=owner,
                    todo_id=todo.id,
                    text=text,
                    search_key=searchable(text),
                )
            )
    session.flush()


def found(
    session: Session, owner: OwnerId, matching: Matching, tree: Condition
) -> set[int]:
    wanted = sa.select(matching.columns.description).where(
        matching.columns.owner_id == owner, matching.condition(tree)
    )
    return {int(number) for number in session.execute(wanted).scalars()}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    several=st.lists(todos(), max_size=12),
    texts=st.lists(queries_, min_size=1, max_size=8),
    zone=st.sampled_from(ZONES),
    moment=moments,
)
def test_the_database_finds_what_python_finds(  # noqa: PLR0913, PLR0917
    session: Session,
    ana: OwnerId,
    several: list[Known],
    texts: list[str],
    zone: str,
    moment: datetime,
) -> None:
    prefs = Preferences(zone=zone)
    with session.begin_nested() as example:
        stored(session, ana, several)
        columns = Todo.__table__.c  # type: ignore[attr-defined]
        matching = Matching(columns, ana, moment, prefs)
        for text in texts:
            tree = understood(text, moment, prefs)
            expected = {
                number
                for number, known in enumerate(several)
                if finds(tree, known, moment, zone)
            }
            assert found(session, ana, matching, tree) == expected, text
        example.rollback()
    session.expunge_all()


def titles(session: Session, owner: OwnerId, text: str, **more: object) -> list[str]:
    query = TodoQuery.model_validate({"filter": text, "sort": "title", **more})
    page = queries.page(session, owner, query)
    assert page.total >= len(page.items)
    return [todo.title for todo in page.items]


def test_filters_leave_out_what_is_done_unless_they_speak_of_it(
    session: Session, ana: OwnerId
) -> None:
    service.add(session, ana, NewTodo(title="Open", priority="p1"))
    service.add(session, ana, NewTodo(title="Done", priority="p1", completed=True))

    assert titles(session, ana, "p1") == ["Open"]
    assert titles(session, ana, "p1 & done") == ["Done"]
    assert titles(session, ana, "completed: today") == ["Done"]
    assert titles(session, ana, "p1", status="all") == ["Done", "Open"]
    assert titles(session, ana, "done", status="open") == []


def test_several_lists_are_one_here(session: Session, ana: OwnerId) -> None:
    for priority in ("p1", "p2", "p3"):
        service.add(
            session,
            ana,
            NewTodo.model_validate({"title": priority, "priority": priority}),
        )

    assert titles(session, ana, "p1, p3") == ["p1", "p3"]


def test_a_filter_never_finds_what_is_someone_elses(
    session: Session, ana: OwnerId, ben: OwnerId
) -> None:
    service.add(session, ben, NewTodo(title="Ben's", labels=["home"], priority="p1"))

    for text in (
        "all",
        "@home",
        "@*",
        "p1",
        "!p4",
        "no date",
        "search: Ben",
        "##Work | p1",
    ):
        assert titles(session, ana, text) == []


def test_today_is_the_users_day(session: Session, ana: OwnerId) -> None:
    far = PreferenceChanges(zone="Pacific/Kiritimati")
    preferences.change(session, ana, far)
    there = Preferences(zone="Pacific/Kiritimati").local(now()).date()
    service.add(session, ana, NewTodo(title="There", due=there))

    assert titles(session, ana, "today") == ["There"]
    assert titles(session, ana, "tomorrow | overdue") == []


def test_pages_of_a_filter_follow_one_another(session: Session, ana: OwnerId) -> None:
    for number in range(7):
        service.add(session, ana, NewTodo(title=f"{number}", labels=["home"]))
    seen: list[str] = []
    cursor: str | None = ""

    while cursor is not None:
        query = TodoQuery(filter="@home", sort="title", limit=3, cursor=cursor)
        page = queries.page(session, ana, query)
        assert page.total == 7
        seen += [todo.title for todo in page.items]
        cursor = page.next_cursor

    assert seen == [str(number) for number in range(7)]
    other = TodoQuery(
        filter="@work", sort="title", limit=3, cursor=_first(session, ana)
    )
    with pytest.raises(BadValues, match="does not belong to this list"):
        queries.page(session, ana, other)


def _first(session: Session, owner: OwnerId) -> str:
    query = TodoQuery(filter="@home", sort="title", limit=3)
    return queries.page(session, owner, query).next_cursor or ""


WRONG = [
    ("(today", "closing bracket"),
    ("today)", "no “(” before"),
    ("today &", "(at character"),
    ("& today", "(at character"),
    ("today tomorrow overdue", "no condition"),
    ("due before:", "a date"),
    ("@", "name of a label"),
    ("search:", "words to look for"),
    ("due before: 31 february", "a date"),
    ("(" * 60 + "p1" + ")" * 60, "too deep"),
    ("'; drop table todo; --", "no condition"),
    ("p1 & \x00", "NUL"),
]


@pytest.mark.parametrize(("text", "why"), WRONG)
async def test_what_is_no_filter_is_refused_where_it_goes_wrong(
    api: Api, ana: OwnerId, text: str, why: str
) -> None:
    answer = await api(ana).get("/api/todos", params={"filter": text})

    assert answer.status_code == 422
    assert why in answer.json()["errors"]["filter"]


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
signs = st.text("&|!()@#/*%_\\'\" p1today:", max_size=40)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=anything | signs)
def test_whatever_is_asked_there_is_an_answer(
    session: Session, ana: OwnerId, text: str
) -> None:
    try:
        query = TodoQuery(filter=text)
    except ValidationError:
        assert "\x00" in text
        return

    with contextlib.suppress(BadValues):
        assert queries.page(session, ana, query).items == []
