"""Today and overdue, across zones, changes to and from summer time, and midnight."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.language.preferences import Preferences
from taskpal.todos import days
from taskpal.todos.models import Todo
from tests.todos.dues import CHANGES, FIRST, LAST, dues, is_overdue, nows, zones

_todo = Todo.__table__  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("zone", "now", "today"),
    [
        ("UTC", "2026-11-30T23:59:59Z", "2026-11-30"),
        ("Europe/Berlin", "2026-11-30T22:59:59Z", "2026-11-30"),
        ("Europe/Berlin", "2026-11-30T23:00:00Z", "2026-12-01"),
        ("Pacific/Kiritimati", "2026-11-30T10:00:00Z", "2026-12-01"),
        ("Pacific/Pago_Pago", "2026-12-01T10:59:00Z", "2026-11-30"),
        ("America/Los_Angeles", "2027-01-01T07:59:00Z", "2026-12-31"),
        ("Asia/Kathmandu", "2026-11-30T18:14:00Z", "2026-11-30"),
        ("Asia/Kathmandu", "2026-11-30T18:15:00Z", "2026-12-01"),
    ],
)
def test_today_turns_at_the_users_midnight(zone: str, now: str, today: str) -> None:
    moment = datetime.fromisoformat(now)

    assert days.today(moment, Preferences(zone=zone)) == date.fromisoformat(today)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", "2026-03-28", 24),
        ("Europe/Berlin", "2026-03-29", 23),
        ("Europe/Berlin", "2026-10-25", 25),
        ("Australia/Lord_Howe", "2026-04-05", 24.5),
        ("America/Santiago", "2026-09-06", 23),
        ("UTC", "2026-03-29", 24),
    ],
)
def test_a_day_is_as_long_as_clocks_make_it(zone: str, day: str, hours: float) -> None:
    begins, ends = days.bounds(date.fromisoformat(day), Preferences(zone=zone))

    assert ends - begins == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("due", "zone", "last_moment"),
    [
        (("2026-11-30", None, None), "Europe/Berlin", "2026-11-30T22:59:59Z"),
        (("2026-11-30", None, None), "Pacific/Pago_Pago", "2026-12-01T10:59:59Z"),
        (("2026-11-30", "17:00", None), "Europe/Berlin", "2026-11-30T16:00:00Z"),
        (("2026-11-30", "17:00", None), "Asia/Tokyo", "2026-11-30T08:00:00Z"),
        (("2026-11-30", "17:00", "Asia/Tokyo"), "UTC", "2026-11-30T08:00:00Z"),
        # Clocks skip this time: it is as much later as they skip.
        (("2026-03-29", "02:30", "Europe/Berlin"), "UTC", "2026-03-29T01:30:00Z"),
        # They show this one twice: the first is meant.
        (("2026-10-25", "02:30", "Europe/Berlin"), "UTC", "2026-10-25T00:30:00Z"),
    ],
)
def test_a_todo_is_overdue_right_after_it_was_due(
    due: tuple[str, str | None, str | None], zone: str, last_moment: str
) -> None:
    day, clock = date.fromisoformat(due[0]), due[1] and time.fromisoformat(due[1])
    columns = {
        "due_on": day,
        "due_time": clock or None,
        "due_at": days.due_instant(day, clock or None, due[2]),
    }
    moment = datetime.fromisoformat(last_moment)

    assert not is_overdue(moment, zone, columns)
    assert is_overdue(moment + timedelta(seconds=1), zone, columns)


@given(nows, zones)
def test_every_moment_is_in_the_bounds_of_its_today(now: datetime, zone: str) -> None:
    prefs = Preferences(zone=zone)

    begins, ends = days.bounds(days.today(now, prefs), prefs)

    assert begins <= now < ends


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), zones)
def test_days_follow_one_another_without_a_gap(day: date, zone: str) -> None:
    prefs = Preferences(zone=zone)

    _, ends = days.bounds(day, prefs)
    begins, _ = days.bounds(day + timedelta(1), prefs)

    assert ends == begins


@given(dues())
def test_what_is_due_on_an_earlier_day_is_overdue_and_later_it_is_not(
    found: tuple[datetime, str, dict[str, Any]],
) -> None:
    now, home, due = found
    prefs = Preferences(zone=home)
    today = days.today(now, prefs)

    local = days.due_local(due["due_on"], due["due_time"], due["due_at"], prefs)

    if local is None or local.day > today:
        assert not is_overdue(now, home, due)
    elif local.day < today:
        assert is_overdue(now, home, due)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(dues())
@example(
    (
        CHANGES["Berlin back"],
        "Europe/Berlin",
        {
            "due_on": date(2026, 10, 25),
            "due_time": time(2, 30),
            "due_zone": None,
            "due_at": None,
        },
    )
)
def test_the_database_says_the_same(
    session: Session, ana: OwnerId, found: tuple[datetime, str, dict[str, Any]]
) -> None:
    now, home, due = found
    prefs, todo_id = Preferences(zone=home), "todo00000000"
    session.execute(sa.delete(_todo).where(_todo.c.owner_id == ana))
    session.execute(
        sa.insert(_todo).values(owner_id=ana, id=todo_id, title="x", **_new, **due)
    )
    today = days.today(now, prefs)
    local = days.due_local(due["due_on"], due["due_time"], due["due_at"], prefs)

    (row,) = session.execute(
        sa.select(
            days.overdue(_todo.c, now, prefs),
            days.due(_todo.c, "=", today, prefs),
            days.due(_todo.c, "<", today, prefs),
            days.due(_todo.c, ">=", today, prefs),
        ).where(_todo.c.owner_id == ana)
    ).all()

    assert list(map(bool, row)) == [
        is_overdue(now, home, due),
        local is not None and local.day == today,
        local is not None and local.day < today,
        local is not None and local.day >= today,
    ]


_new: dict[str, Any] = {
    "title_key": "x",
    "description": "",
    "search_key": "x",
    "priority": 4,
    "position": "1",
    "label_ids": "",
    "repeat_past": 0,
    "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    "updated_at": datetime(2026, 1, 1, tzinfo=UTC),
    "revision": 1,
}


@given(st.datetimes(FIRST, LAST), zones)
def test_a_zoned_time_is_due_on_its_own_day_where_it_is_meant(
    wall: datetime, zone: str
) -> None:
    at = days.due_instant(wall.date(), wall.time(), zone)

    assert at is not None
    shown = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert abs(shown - wall) <= timedelta(hours=1)
