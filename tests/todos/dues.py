"""When todos may be due, and where somebody looks at them: mostly about then."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from taskpal.language.preferences import Preferences
from taskpal.todos import days

ZONES = (
    *("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Tokyo"),
    *("Pacific/Kiritimati", "Pacific/Pago_Pago", "Australia/Lord_Howe"),
    *("America/Santiago", "Africa/Casablanca", "Asia/Kathmandu"),
)
CHANGES = {  # in the last minute before clocks change
    "Berlin forward": datetime(2026, 3, 29, 0, 59, tzinfo=UTC),
    "Berlin back": datetime(2026, 10, 25, 0, 59, tzinfo=UTC),
    "New York forward": datetime(2026, 3, 8, 6, 59, tzinfo=UTC),
    "Lord Howe, by half an hour": datetime(2026, 4, 4, 14, 59, tzinfo=UTC),
    "Santiago, at midnight": datetime(2026, 9, 6, 3, 59, tzinfo=UTC),
}

FIRST, LAST = map(datetime.fromisoformat, ("2020-01-01", "2030-01-01"))

zones = st.sampled_from(ZONES)
nows = st.one_of(
    st.datetimes(FIRST, LAST),
    st.builds(
        lambda moment, minutes: (
            moment.replace(tzinfo=None) + timedelta(0, 60 * minutes)
        ),
        st.sampled_from(sorted(CHANGES.values())),
        st.integers(-180, 180),
    ),
).map(lambda moment: moment.replace(second=30, microsecond=0, tzinfo=UTC))
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@st.composite
def dues(draw: st.DrawFn) -> tuple[datetime, str, dict[str, Any]]:
    """A moment, where the user is then, and when a todo is due: mostly about then."""
    now, home = draw(nows), draw(zones)
    day = now.date() + timedelta(draw(st.integers(-2, 2)))
    clock = draw(st.none() | clocks)
    zone = draw(st.none() | zones) if clock else None
    day_or_none = draw(st.sampled_from([day] * 9 + [None]))
    when = (day_or_none, clock, zone) if day_or_none else (None, None, None)
    columns = dict(zip(("due_on", "due_time", "due_zone"), when, strict=True))
    return now, home, columns | {"due_at": days.due_instant(*when)}


def is_overdue(now: datetime, home: str, due: Mapping[str, Any]) -> bool:
    prefs = Preferences(zone=home)
    return days.is_overdue(due["due_on"], due["due_time"], due["due_at"], now, prefs)
