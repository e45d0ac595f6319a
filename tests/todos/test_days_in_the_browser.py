"""Today and overdue as the dashboard tells them while time goes by, run by Node."""

import json
import shutil
import subprocess
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskpal.language.preferences import Preferences
from taskpal.settings import PROJECT
from taskpal.todos import days
from tests.todos.dues import dues, is_overdue

NODE = shutil.which("node")
_NODE = (str(NODE), "--input-type=module", "--no-warnings", "-e")
pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node on PATH")


@settings(max_examples=8, deadline=None)
@given(st.lists(dues(), min_size=100, max_size=100))
def test_the_dashboard_says_the_same(
    found: list[tuple[datetime, str, dict[str, Any]]],
) -> None:
    seen = _in_a_browser([_as_the_browser_has(*one) for one in found])

    for (now, home, due), browser in zip(found, seen, strict=True):
        prefs = Preferences(zone=home)
        local = days.due_local(due["due_on"], due["due_time"], due["due_at"], prefs)
        assert browser == [
            days.today(now, prefs).isoformat(),
            local and local.day.isoformat(),
            local and local.clock and local.clock.isoformat("minutes"),
            is_overdue(now, home, due),
        ]


def test_a_browser_that_does_not_know_a_zone_shows_its_own_time() -> None:
    now = datetime(2026, 11, 30, 8, tzinfo=UTC)

    ((today, *_),) = _in_a_browser(
        [[_moment(now), "Mars/Olympus_Mons", None, None, None]]
    )

    assert today == "2026-11-30"


_SCRIPT = """
import { isLate, localAt, nowIn } from "./assets/todo_dates.js";
const cases = JSON.parse(process.argv[1]);
console.log(JSON.stringify(cases.map(([moment, zone, due, time, at]) => {
  const here = at === null ? { day: due, clock: time } : localAt(at, zone);
  const now = nowIn(zone, moment);
  return [now.today, here.day, here.clock, isLate({ ...here, at }, now)];
})));
"""


def _in_a_browser(cases: list[list[Any]]) -> list[list[Any]]:
    done = subprocess.run(
        [*_NODE, _SCRIPT, json.dumps(cases)],
        cwd=PROJECT,
        env={"TZ": "UTC"},
        capture_output=True,
        text=True,
        check=True,
    )
    seen: list[list[Any]] = json.loads(done.stdout)
    return seen


def _as_the_browser_has(now: datetime, home: str, due: dict[str, Any]) -> list[Any]:
    return [
        _moment(now),
        home,
        due["due_on"] and due["due_on"].isoformat(),
        due["due_time"] and due["due_time"].isoformat("minutes"),
        due["due_at"] and _moment(due["due_at"]),
    ]


def _moment(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
