"""Todos that repeat, through the service and over the API."""

import asyncio
from datetime import date, time, timedelta

import pytest
from sqlmodel import Session, col, select

from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.todos import days, queries, service
from taskpal.todos.errors import TodoNotFound
from taskpal.todos.lists import service as lists
from taskpal.todos.lists.schemas import NewList
from taskpal.todos.lists.sections import service as sections
from taskpal.todos.lists.sections.schemas import NewSection
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.recurrence import queries as recurring
from taskpal.todos.recurrence import service as series
from taskpal.todos.recurrence.errors import DoesNotRepeat, OtherRound
from taskpal.todos.recurrence.models import Occurrence
from taskpal.todos.recurrence.schemas import DatesQuery, RepeatRule
from taskpal.todos.schemas import NewTodo, TodoChanges
from tests.todos.conftest import Api

TODAY = now().date()  # accounts without a zone live in UTC
DAY = timedelta(days=1)


def daily(session: Session, owner: OwnerId, **said: object) -> Todo:
    new = {"title": "Water plants", "due": TODAY, "repeat": "every day"} | said
    return service.add(session, owner, NewTodo.model_validate(new))


def rounds(session: Session, todo: Todo) -> list[tuple[date, bool]]:
    wanted = select(Occurrence).where(
        col(Occurrence.todo_id) == todo.id, col(Occurrence.deleted_at).is_(None)
    )
    found = session.exec(wanted.order_by(col(Occurrence.at), col(Occurrence.due_on)))
    return [(one.due_on, one.skipped) for one in found]


def test_completing_moves_on_and_keeps_what_was(session: Session, ana: OwnerId) -> None:
    todo = daily(session, ana, start=TODAY - DAY, deadline=TODAY + DAY)

    service.complete(session, ana, TodoId(todo.id))

    assert not todo.completed
    assert (todo.start_on, todo.due_on, todo.deadline_on) == (
        *(TODAY, TODAY + DAY),
        TODAY + 2 * DAY,
    )
    assert rounds(session, todo) == [(TODAY, False)]


def test_marking_it_done_by_a_change_does_the_same(
    session: Session, ana: OwnerId
) -> None:
    todo = daily(session, ana)

    changes = TodoChanges(title="Water all plants", completed=True)
    service.change(session, ana, TodoId(todo.id), changes)

    assert (todo.title, todo.completed) == ("Water all plants", False)
    assert todo.due_on == TODAY + DAY


def test_the_last_round_is_done_for_good_and_can_be_reopened(
    session: Session, ana: OwnerId
) -> None:
    todo = daily(session, ana, repeat="every day for 2 times")
    service.complete(session, ana, TodoId(todo.id))

    service.complete(session, ana, TodoId(todo.id))
    assert todo.completed
    assert rounds(session, todo) == [(TODAY, False), (TODAY + DAY, False)]

    service.reopen(session, ana, TodoId(todo.id))
    assert not todo.completed
    assert todo.due_on == TODAY + DAY
    assert rounds(session, todo) == [(TODAY, False)]


def test_subtasks_begin_anew_each_round(session: Session, ana: OwnerId) -> None:
    todo = daily(session, ana)
    step = service.add(session, ana, NewTodo(title="Balcony", parent=todo.id))
    deeper = service.add(session, ana, NewTodo(title="Tomatoes", parent=step.id))
    for one in (step, deeper):
        service.complete(session, ana, TodoId(one.id))

    service.complete(session, ana, TodoId(todo.id))

    assert [one.completed for one in (step, deeper)] == [False, False]


def test_skipping_moves_on_and_says_so(session: Session, ana: OwnerId) -> None:
    todo = daily(session, ana)

    series.skip(session, ana, TodoId(todo.id))

    assert todo.due_on == TODAY + DAY
    assert rounds(session, todo) == [(TODAY, True)]


def test_a_request_that_comes_twice_takes_one_round(
    session: Session, ana: OwnerId
) -> None:
    todo = daily(session, ana)

    for _ in range(2):
        service.complete(session, ana, TodoId(todo.id), due=TODAY)
        series.skip(session, ana, TodoId(todo.id), due=TODAY)

    assert todo.due_on == TODAY + DAY
    assert rounds(session, todo) == [(TODAY, False)]


def test_another_date_is_for_this_round_alone(session: Session, ana: OwnerId) -> None:
    weekly = daily(session, ana, repeat="every week")

    later = TodoChanges(due=TODAY + 3 * DAY, due_time=time(15))
    service.change(session, ana, TodoId(weekly.id), later)
    assert weekly.repeat_rule == "FREQ=WEEKLY"

    service.complete(session, ana, TodoId(weekly.id))
    assert (weekly.due_on, weekly.due_time) == (TODAY + 7 * DAY, None)


def test_a_time_given_to_one_round_does_not_stay(
    session: Session, ana: OwnerId
) -> None:
    todo = daily(session, ana, due=TODAY + DAY, due_time=time(9))

    service.change(session, ana, TodoId(todo.id), TodoChanges(due_time=time(15)))
    service.complete(session, ana, TodoId(todo.id))

    assert (todo.due_on, todo.due_time) == (TODAY + 2 * DAY, time(9))


OF_ONE_ROUND = [
    TodoChanges(due=TODAY + 3 * DAY),
    TodoChanges(due_time=None),
    TodoChanges(due_time=time(15)),
    TodoChanges(due_time=time(15), due_zone=None),
    TodoChanges(due=TODAY + 3 * DAY, due_time=time(15), due_zone="Asia/Tokyo"),
]


@pytest.mark.parametrize("clock", [time(9), time(0)])
@pytest.mark.parametrize("changes", OF_ONE_ROUND)
def test_a_zone_and_a_time_come_back_after_a_round_that_had_others(
    session: Session, ana: OwnerId, changes: TodoChanges, clock: time
) -> None:
    when = {"due": TODAY + 2 * DAY, "due_time": clock, "due_zone": "Europe/Berlin"}
    todo = daily(session, ana, **when, repeat="every week")

    service.change(session, ana, TodoId(todo.id), changes)
    service.complete(session, ana, TodoId(todo.id))

    kept = (todo.due_on, todo.due_time, todo.due_zone)
    assert kept == (TODAY + 9 * DAY, clock, "Europe/Berlin")
    assert todo.repeat_due is todo.repeat_time is todo.repeat_zone is None


def test_a_round_put_back_has_its_zone_again(session: Session, ana: OwnerId) -> None:
    when = {"due": TODAY + DAY, "due_time": time(9), "due_zone": "Europe/Berlin"}
    todo = daily(session, ana, **when)

    for changes in (TodoChanges(due_time=None), TodoChanges(due_time=time(9))):
        service.change(session, ana, TodoId(todo.id), changes)

    assert (todo.due_zone, todo.repeat_due) == ("Europe/Berlin", None)
    assert todo.due_at == days.due_instant(TODAY + DAY, time(9), "Europe/Berlin")


def test_another_zone_alone_is_for_all_rounds(session: Session, ana: OwnerId) -> None:
    when = {"due": TODAY + DAY, "due_time": time(9), "due_zone": "Europe/Berlin"}
    todo = daily(session, ana, **when)

    changes = TodoChanges(due_zone="Asia/Tokyo")
    service.change(session, ana, TodoId(todo.id), changes)
    service.complete(session, ana, TodoId(todo.id))

    assert (todo.due_time, todo.due_zone) == (time(9), "Asia/Tokyo")


def test_changing_what_it_says_leaves_the_rule_alone(
    session: Session, ana: OwnerId
) -> None:
    todo = daily(session, ana)
    kept = (todo.repeat_rule, todo.repeat_text, todo.repeat_from)

    for changes in (
        TodoChanges(title="Water"),
        TodoChanges(priority="p1", labels=["home"]),
        TodoChanges(description="All of them"),
        TodoChanges(due=TODAY + 2 * DAY),
        TodoChanges(due_time=time(9)),
    ):
        service.change(session, ana, TodoId(todo.id), changes)

    assert (todo.repeat_rule, todo.repeat_text, todo.repeat_from) == kept


def test_a_date_cannot_be_taken_from_what_repeats(
    session: Session, ana: OwnerId
) -> None:
    todo = daily(session, ana)

    with pytest.raises(BadValues, match="needs a date"):
        service.change(session, ana, TodoId(todo.id), TodoChanges(due=None))

    service.change(session, ana, TodoId(todo.id), TodoChanges(due=None, repeat=None))
    assert todo.due_on is todo.repeat_rule is None


def test_a_new_rule_is_for_all_rounds(session: Session, ana: OwnerId) -> None:
    todo = daily(session, ana)

    rule = RepeatRule(rule="RRULE:FREQ=MONTHLY;BYMONTHDAY=1", text="on the first")
    service.change(session, ana, TodoId(todo.id), TodoChanges(repeat=rule))

    assert todo.due_on
    assert (todo.due_on.day, todo.due_on >= TODAY) == (1, True)
    view = queries.view(session, todo).repeat
    assert view
    assert (view.rule, view.anchor, view.text) == (
        *("FREQ=MONTHLY;BYMONTHDAY=1", "schedule"),
        "on the first",
    )


def test_ending_it_leaves_a_plain_todo(session: Session, ana: OwnerId) -> None:
    todo = daily(session, ana)

    series.end(session, ana, TodoId(todo.id))
    service.complete(session, ana, TodoId(todo.id))

    assert todo.completed
    assert todo.due_on == TODAY
    with pytest.raises(DoesNotRepeat):
        series.skip(session, ana, TodoId(todo.id))


def test_one_round_becomes_a_todo_of_its_own(session: Session, ana: OwnerId) -> None:
    todo = daily(session, ana, labels=["home"], priority="p2")

    alone = series.split(session, ana, TodoId(todo.id), TodoChanges(title="Ask Ben"))

    assert (alone.title, alone.due_on, alone.repeat_rule) == ("Ask Ben", TODAY, None)
    assert (alone.priority, alone.label_ids) == (2, todo.label_ids)
    assert (todo.title, todo.due_on) == ("Water plants", TODAY + DAY)


def test_from_completion_it_counts_from_the_day_it_was_done(
    session: Session, ana: OwnerId
) -> None:
    todo = daily(session, ana, due=TODAY - 5 * DAY, repeat="every! 3 days")

    service.complete(session, ana, TodoId(todo.id))

    assert todo.due_on == TODAY + 3 * DAY
    assert todo.repeat_anchor == "completion"


NONSENSE = [
    ("every 31 feb", "never comes true"),
    ("every 0 days", "not a rule"),
    ("now and then", "not a rule"),
    ({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "never comes true"),
    ({"rule": "FREQ=DAILY;INTERVAL=0"}, "rule"),
    ({"rule": "FREQ=DAILY;UNTIL=20200101"}, "never comes true"),
    ({"rule": "FREQ=SECONDLY"}, "rule"),
    ({"rule": "FREQ=MINUTELY;INTERVAL=30"}, "hourly, daily, weekly"),
    ("every 10 minutes", "not a rule"),
    ({"rule": "FREQ=DAILY;INTERVAL=" + "9" * 40}, "between 1 and 999"),
    ({"rule": "FREQ=DAILY;COUNT=" + "9" * 40}, "between 1 and 9999"),
    ({"rule": "FREQ=DAILY;UNTIL=99999999"}, "rule"),
    ({"rule": "FREQ=DAILY;BYDAY=" + ",".join(["MO"] * 3333)}, "500 characters"),
    ("every monday, " * 1000, "200 characters"),
    ({"rule": "drop table todo"}, "rule"),
    ({"rule": "FREQ=DAILY;COUNT=٣"}, "rule"),
    ({"rule": "FREQ=WEEKLY;BYDAY=MO;BYDAY=TU"}, "rule"),
    ({"rule": "FREQ=DAILY", "anchor": "moon"}, "schedule"),
    ({}, "required"),
    ("", "empty"),
    (5, "words such as"),
    ("every day\x00", "NUL"),
]


@pytest.mark.parametrize(("said", "why"), NONSENSE)
async def test_a_rule_that_cannot_be_is_refused_in_a_sentence(
    api: Api, ana: OwnerId, said: object, why: str
) -> None:
    client = api(ana)

    added = await client.post("/api/todos", json={"title": "x", "repeat": said})
    tried = await client.post("/api/preview-repeat", json={"repeat": said})

    for answer in (added, tried):
        assert answer.status_code == 422
        assert why in answer.json()["detail"]
        assert next(iter(answer.json()["errors"])).startswith("repeat")
    assert (await client.get("/api/todos")).json()["total"] == 0


async def test_the_api_shows_rounds_and_dates(
    api: Api, ana: OwnerId, ben: OwnerId
) -> None:
    client = api(ana)
    new = {"title": "Water", "due": TODAY.isoformat(), "repeat": "every day"}
    todo = (await client.post("/api/todos", json=new)).json()
    where = f"/api/todos/{todo['id']}"
    assert todo["repeat"] == {
        "rule": "FREQ=DAILY",
        "anchor": "schedule",
        "text": "every day",
    }

    await client.post(f"{where}/complete", params={"due": TODAY.isoformat()})
    skipped = await client.post(f"{where}/skip")
    first = (await client.get(f"{where}/occurrences?limit=1")).json()
    second = await client.get(
        f"{where}/occurrences", params={"limit": 1, "cursor": first["next_cursor"]}
    )
    dates = (await client.get(f"{where}/dates?number=2")).json()["items"]

    assert skipped.json()["due"] == (TODAY + 2 * DAY).isoformat()
    assert [one["skipped"] for one in first["items"] + second.json()["items"]] == [
        True,
        False,
    ]
    assert first["total"] == 2
    assert second.json()["next_cursor"] is None
    assert dates == [
        {"due": (TODAY + days * DAY).isoformat(), "due_time": None} for days in (3, 4)
    ]
    for path in ("occurrences", "dates"):
        assert (await api(ben).get(f"{where}/{path}")).status_code == 404
    for path in ("skip", "end"):
        assert (await api(ben).post(f"{where}/{path}")).status_code == 404


async def test_a_rule_is_shown_before_it_is_used(api: Api, ana: OwnerId) -> None:
    asked = {"repeat": "every 2nd tuesday at 9am", "due": "2026-12-01"}

    shown = (await api(ana).post("/api/preview-repeat", json=asked)).json()

    assert shown["repeat"]["rule"] == "FREQ=MONTHLY;BYDAY=2TU"
    assert [one["due"] for one in shown["dates"]] == [
        *("2026-12-08", "2027-01-12", "2027-02-09", "2027-03-09", "2027-04-13"),
    ]
    assert {one["due_time"] for one in shown["dates"]} == {"09:00"}


async def test_one_round_is_changed_over_the_api(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    new = {"title": "Water", "due": TODAY.isoformat(), "repeat": "every day"}
    todo = (await client.post("/api/todos", json=new)).json()

    alone = await client.patch(
        f"/api/todos/{todo['id']}?occurrence=one", json={"title": "Ask Ben"}
    )
    again = await client.patch(
        f"/api/todos/{alone.json()['id']}?occurrence=one", json={"title": "x"}
    )

    assert alone.json()["id"] != todo["id"]
    assert alone.json()["title"] == "Ask Ben"
    assert again.status_code == 409


async def test_sending_a_series_back_as_it_was_read_begins_nothing_anew(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    new = {"title": "Water", "due": str(TODAY), "repeat": "every 3 days for 4 times"}
    where = f"/api/todos/{(await client.post('/api/todos', json=new)).json()['id']}"
    await client.post(f"{where}/complete")
    await client.patch(where, json={"due": str(TODAY + 4 * DAY)})
    dates = (await client.get(f"{where}/dates")).json()

    read = (await client.get(where)).json()
    writable = read.keys() - {"id", "created_at", "updated_at"}
    whole = {name: read[name] for name in writable if name in NewTodo.model_fields}
    put = await client.put(where, json=whole | {"title": "Water all plants"})
    said = await client.patch(where, json={"repeat": "every 3 days  FOR 4 times"})

    assert (put.status_code, said.status_code) == (200, 200)
    assert put.json()["repeat"] == said.json()["repeat"] == read["repeat"]
    assert put.json()["due"] == said.json()["due"] == read["due"]
    assert (await client.get(f"{where}/dates")).json() == dates
    assert [one["due"] for one in dates["items"]] == [
        str(TODAY + days * DAY) for days in (6, 9)
    ]


def test_the_words_that_are_kept_are_those_of_the_rule(
    session: Session, ana: OwnerId
) -> None:
    todo = daily(session, ana, repeat="Every  Monday at 9am")

    assert (todo.repeat_text, todo.due_time) == ("every monday", time(9))


def test_a_rule_and_a_date_together_begin_anew(session: Session, ana: OwnerId) -> None:
    todo = daily(session, ana, repeat="every 3 days")

    changes = TodoChanges(due=TODAY + DAY, repeat="every 3 days")
    service.change(session, ana, TodoId(todo.id), changes)
    service.complete(session, ana, TodoId(todo.id))

    assert todo.due_on == TODAY + 4 * DAY


def test_after_skipping_the_last_round_it_is_done_and_can_be_reopened(
    session: Session, ana: OwnerId
) -> None:
    todo = daily(session, ana, repeat="every day for 2 times")
    step = service.add(session, ana, NewTodo(title="Balcony", parent=todo.id))
    series.skip(session, ana, TodoId(todo.id))

    series.skip(session, ana, TodoId(todo.id))
    assert todo.completed
    assert step.completed
    assert rounds(session, todo) == [(TODAY, True), (TODAY + DAY, True)]
    with pytest.raises(DoesNotRepeat):
        series.skip(session, ana, TodoId(todo.id))

    service.reopen(session, ana, TodoId(todo.id))
    assert (todo.completed, todo.due_on) == (False, TODAY + DAY)
    assert rounds(session, todo) == [(TODAY, True)]


def test_a_round_is_known_by_its_time_too(session: Session, ana: OwnerId) -> None:
    day = TODAY + DAY
    todo = daily(session, ana, due=day, due_time=time(8), repeat="every 4 hours")

    for _ in range(2):
        service.complete(session, ana, TodoId(todo.id), due=day, due_time=time(8))

    assert (todo.due_on, todo.due_time) == (day, time(12))
    assert len(rounds(session, todo)) == 1


def test_what_is_due_again_on_the_same_day_is_not_done_twice_by_one_request(
    session: Session, ana: OwnerId
) -> None:
    todo = daily(session, ana, due=TODAY + 2 * DAY, repeat="every! 2 days")

    for _ in range(2):
        service.complete(session, ana, TodoId(todo.id), due=TODAY + 2 * DAY)

    assert todo.due_on == TODAY + 2 * DAY
    assert len(rounds(session, todo)) == 1


def test_a_round_that_was_put_off_meanwhile_is_done_all_the_same(
    session: Session, ana: OwnerId
) -> None:
    todo = daily(session, ana, repeat="every week")
    later = TodoChanges(due=TODAY + DAY)
    service.change(session, ana, TodoId(todo.id), later)

    service.complete(session, ana, TodoId(todo.id), due=TODAY)

    assert rounds(session, todo) == [(TODAY + DAY, False)]
    assert todo.due_on == TODAY + 7 * DAY


def test_a_round_that_is_neither_over_nor_current_is_not_taken_for_another(
    session: Session, ana: OwnerId
) -> None:
    todo = daily(session, ana)

    for work in (service.complete, series.skip):
        with pytest.raises(OtherRound):
            work(session, ana, TodoId(todo.id), due=TODAY - 5 * DAY)

    assert (todo.due_on, rounds(session, todo)) == (TODAY, [])


async def test_what_is_added_as_done_already_has_its_first_round_over(
    api: Api, ana: OwnerId
) -> None:
    client, day = api(ana), str(TODAY)
    new = {"title": "Water", "due": day, "repeat": "every day", "completed": True}

    todo = (await client.post("/api/todos", json=new)).json()
    over = (await client.get(f"/api/todos/{todo['id']}/occurrences")).json()

    assert (todo["completed"], todo["due"]) == (False, str(TODAY + DAY))
    assert [(one["due"], one["skipped"]) for one in over["items"]] == [(day, False)]
    undone = await client.post("/api/undo", json={})
    assert undone.status_code == 200
    assert (await client.get("/api/todos")).json()["total"] == 0


async def test_of_several_who_complete_a_round_at_once_one_does(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    new = {"title": "Water", "due": str(TODAY), "repeat": "every day"}
    where = f"/api/todos/{(await client.post('/api/todos', json=new)).json()['id']}"

    asked = (client.post(f"{where}/complete?due={TODAY}") for _ in range(6))
    answers = await asyncio.gather(*asked)

    assert {answer.json()["due"] for answer in answers} == {str(TODAY + DAY)}
    assert (await client.get(f"{where}/occurrences")).json()["total"] == 1


def test_one_round_goes_elsewhere_and_needs_no_date(
    session: Session, ana: OwnerId
) -> None:
    work = lists.add(session, ana, NewList(name="Work"))
    soon = sections.add(session, ana, NewSection(name="Soon"))
    house = service.add(session, ana, NewTodo(title="House", section=soon.id))
    todo = daily(session, ana, parent=house.id, due_time=time(9))

    moved, undated, above = (
        series.split(session, ana, TodoId(todo.id), changes)
        for changes in (
            TodoChanges(list=work.id),
            TodoChanges(due=None),
            TodoChanges(parent=None),
        )
    )

    assert (moved.list_id, moved.section_id, moved.parent_id) == (work.id, None, None)
    assert (undated.due_on, undated.due_time) == (None, None)
    assert undated.parent_id == house.id
    assert (above.section_id, above.parent_id) == (soon.id, None)


def test_the_dates_to_come_are_behind_the_one_it_was_put_off_to(
    session: Session, ana: OwnerId
) -> None:
    for repeat in ("every 2 days", "every! 2 days"):
        todo = daily(session, ana, repeat=repeat)
        service.change(session, ana, TodoId(todo.id), TodoChanges(due=TODAY + 10 * DAY))

        found = recurring.next_dates(session, ana, TodoId(todo.id), DatesQuery())

        assert found.items[0].due == TODAY + 12 * DAY


def test_reopening_what_was_done_with_its_parent_brings_no_round_back(
    session: Session, ana: OwnerId
) -> None:
    trip = service.add(session, ana, NewTodo(title="Trip"))
    todo = daily(session, ana, parent=trip.id)
    service.complete(session, ana, TodoId(todo.id))
    service.change(session, ana, TodoId(todo.id), TodoChanges(due=TODAY))

    service.complete(session, ana, TodoId(trip.id))
    service.reopen(session, ana, TodoId(todo.id))

    assert not todo.completed
    assert rounds(session, todo) == [(TODAY, False)]


def test_nobody_moves_somebody_elses_series(
    session: Session, ana: OwnerId, ben: OwnerId
) -> None:
    todo = daily(session, ana)

    for work in (series.skip, series.end, service.complete):
        with pytest.raises(TodoNotFound):
            work(session, ben, TodoId(todo.id))
    assert todo.due_on == TODAY
