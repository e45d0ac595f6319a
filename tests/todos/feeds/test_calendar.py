"""What a feed says, read back by the library that other programs use too."""

import dataclasses
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskpal.todos.feeds import calendar
from taskpal.todos.feeds.schemas import Shows
from taskpal.todos.models import Todo

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 12, 24)
MADE = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
PAGE = calendar.Page(
    "Ana's todos", "anas-account", "http://localhost:3000", {"l": "home"}
)


def todo(**said: Any) -> Todo:
    usual = {"owner_id": "anas-account", "id": "k3m9qz7xw2ap", "title": "Buy milk"}
    times = {"created_at": MADE, "updated_at": MADE, "revision": 7, "due_on": DAY}
    return Todo(**usual | times | said)


def repeating(rule: str, **said: Any) -> Todo:
    """One that is due on the 24th, the first of its series if not said otherwise."""
    usual = {"repeat_rule": rule, "repeat_anchor": "schedule"}
    begins = {"repeat_from": datetime.combine(DAY, time())}
    return todo(**usual | begins | said)


def read(one: Todo, shows: Shows = "events") -> Any:
    """The event or todo, after a calendar program has read the file."""
    (made,) = events(one, shows)
    return made


def events(one: Todo, shows: Shows = "events") -> list[Any]:
    """All that a calendar program finds of a todo."""
    found = icalendar.Calendar.from_ical(calendar.written(PAGE, [one], shows))
    assert found.errors == []
    made = found.walk("VEVENT" if shows == "events" else "VTODO")
    assert [one.errors for one in made] == [[]] * len(made)
    return made


def test_a_day_is_all_day_and_ends_before_the_next() -> None:
    event = read(todo())

    assert event.decoded("dtstart") == DAY
    assert event.decoded("dtend") == DAY + timedelta(days=1)
    assert event["dtstart"].params["VALUE"] == "DATE"


def test_a_floating_time_has_no_zone() -> None:
    event = read(todo(due_time=time(7), duration_minutes=45))

    assert event["dtstart"].to_ical() == b"20261224T070000"
    assert event.decoded("duration") == timedelta(minutes=45)
    assert "TZID" not in event["dtstart"].params


def test_times_without_a_zone_are_those_of_the_person_for_who_wants_a_zone() -> None:
    page = dataclasses.replace(PAGE, zone="Asia/Kathmandu")

    found = icalendar.Calendar.from_ical(calendar.written(page, [todo()], "events"))

    assert found["x-wr-timezone"] == "Asia/Kathmandu"


def test_a_time_in_a_zone_brings_the_zone_along() -> None:
    one = todo(due_time=time(18), due_zone="Europe/Berlin")

    written = icalendar.Calendar.from_ical(calendar.written(PAGE, [one], "events"))

    (event,) = written.walk("VEVENT")
    (zone,) = written.walk("VTIMEZONE")
    assert event["dtstart"].params["TZID"] == zone["TZID"] == "Europe/Berlin"
    assert event.decoded("dtstart") == datetime(2026, 12, 24, 18, tzinfo=BERLIN)
    assert event.decoded("duration") == timedelta(minutes=30)


def test_a_day_that_takes_several_is_as_long() -> None:
    event = read(todo(duration_minutes=2 * 24 * 60 + 1))

    assert event.decoded("dtend") == DAY + timedelta(days=3)


def test_it_says_what_it_is_and_which_version() -> None:
    event = read(todo(description="Oat\nmilk; 2, please", priority=1, label_ids="l x"))

    assert event["summary"] == "Buy milk"
    assert event["description"] == "Oat\nmilk; 2, please"
    assert event["categories"].cats == ["home"]
    assert event["priority"] == 1
    assert event["sequence"] == 7
    assert event.decoded("dtstamp") == MADE
    assert event["url"] == "http://localhost:3000/todo/k3m9qz7xw2ap"


def test_its_name_stays_and_is_another_one_in_another_account() -> None:
    first, again = read(todo())["uid"], read(todo(title="Other", revision=9))["uid"]
    others = calendar.uid(calendar.Page("", "bens-account", "", {}), "k3m9qz7xw2ap")

    assert first == again
    assert first != others


@pytest.mark.parametrize(
    ("rule", "said", "written"),
    [
        ("FREQ=DAILY", {}, "FREQ=DAILY"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", {}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        ("FREQ=DAILY;UNTIL=20261231", {}, "FREQ=DAILY;UNTIL=20261231"),
        (
            "FREQ=DAILY;UNTIL=20261231T235959",
            {"due_time": time(9)},
            "FREQ=DAILY;UNTIL=20261231T235959",
        ),
        (
            "FREQ=DAILY;UNTIL=20261231T235959",
            {"due_time": time(9), "due_zone": "Europe/Berlin"},
            "FREQ=DAILY;UNTIL=20261231T225959Z",
        ),
    ],
)
def test_a_rule_that_says_all_is_written_as_it_is(
    rule: str, said: dict[str, Any], written: str
) -> None:
    begins = datetime(2026, 12, 24)  # noqa: DTZ001 - local, as kept
    one = todo(repeat_rule=rule, repeat_anchor="schedule", repeat_from=begins, **said)

    event = read(one)

    assert event["rrule"].to_ical().decode() == written


def test_of_a_series_that_ends_only_what_is_left_is_shown() -> None:
    one = repeating("FREQ=WEEKLY;COUNT=4", repeat_from=datetime(2026, 12, 17))  # noqa: DTZ001

    assert read(one)["rrule"].to_ical() == b"FREQ=WEEKLY;COUNT=3"


@pytest.mark.parametrize(
    ("others", "moved", "was", "becomes"),
    [
        ({}, {}, DAY, date(2026, 12, 26)),
        ({}, {"due_time": time(9)}, DAY, datetime(2026, 12, 26, 9)),  # noqa: DTZ001
        (
            {"repeat_time": time(7), "repeat_zone": "Europe/Berlin"},
            {"due_time": time(9), "due_zone": "Asia/Tokyo"},
            datetime(2026, 12, 24, 7, tzinfo=BERLIN),
            datetime(2026, 12, 26, 9, tzinfo=ZoneInfo("Asia/Tokyo")),
        ),
        (
            {"repeat_time": time()},
            {},
            datetime(2026, 12, 24),  # noqa: DTZ001
            date(2026, 12, 26),
        ),
    ],
)
def test_a_round_that_was_moved_is_an_exception_to_the_rule(
    others: dict[str, Any], moved: dict[str, Any], was: Any, becomes: Any
) -> None:
    local = datetime.combine(DAY, others.get("repeat_time", time()))
    begins = {"repeat_due": local, "repeat_from": local - timedelta(weeks=3)}
    rule, day = "FREQ=WEEKLY;BYDAY=TH", date(2026, 12, 26)
    one = repeating(rule, **begins | others | moved | {"due_on": day})

    series, exception = events(one)

    assert series.decoded("dtstart") == exception.decoded("recurrence-id") == was
    assert series["rrule"].to_ical() == b"FREQ=WEEKLY;BYDAY=TH"
    assert exception.decoded("dtstart") == becomes
    assert "rrule" not in exception
    assert series["uid"] == exception["uid"]


def test_what_takes_more_than_one_line_is_said_date_by_date() -> None:
    event = read(repeating("FREQ=WEEKLY;BYDAY=TH\nFREQ=MONTHLY;BYMONTHDAY=1"))

    assert "rrule" not in event
    said = [each.dt for each in event["rdate"].dts]
    assert said[:3] == [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 7)]


def test_what_repeats_when_done_has_no_next_date() -> None:
    event = read(todo(repeat_rule="FREQ=DAILY", repeat_anchor="completion"))

    assert "rrule" not in event
    assert "rdate" not in event


def test_a_subtask_says_whose_it_is() -> None:
    one = todo(parent_id="h4n8rtw2kc6d", start_on=date(2026, 12, 1))

    task = read(one, "todos")

    assert task["related-to"] == calendar.uid(PAGE, "h4n8rtw2kc6d")
    assert task.decoded("due") == DAY
    assert task.decoded("dtstart") == date(2026, 12, 1)


def test_a_todo_without_a_day_is_a_todo_all_the_same() -> None:
    task = read(todo(due_on=None), "todos")

    assert "due" not in task
    assert task["status"] == "NEEDS-ACTION"


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)


@given(title=texts, notes=texts)
def test_any_text_comes_through_folded_and_escaped(title: str, notes: str) -> None:
    written = calendar.written(PAGE, [todo(title=title, description=notes)], "events")

    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    (event,) = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert event["summary"] == title
    assert event["description"] == notes
