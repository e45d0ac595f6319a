"""What our Markdown says of a todo besides its title: `due 2026-12-24 · p1 · @home`.

It stands in a code span at the end of the line. A title that ends with a code span of
its own gets one too, so the last is always ours.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, Final

from taskpal.language import rules
from taskpal.language.clocks import clock_time
from taskpal.language.errors import NotUnderstood
from taskpal.language.preferences import DEFAULT
from taskpal.language.recurrence import recurrence
from taskpal.todos.exchange.records import Repeat, TodoRecord

_SPAN: Final = re.compile(r"\s+`([^`]+)`$")
_BETWEEN: Final = " · "
_SEVERAL: Final = " + "
_DUE: Final = re.compile(r"due (\d{4}-\d\d-\d\d)(?: (\d\d:\d\d)(?: (\S+))?)?")
_DAY: Final = re.compile(r"(start|deadline|done) (\d{4}-\d\d-\d\d)")
_MINUTES: Final = re.compile(r"for (\d{1,4})min")
_PRIORITY: Final = re.compile(r"p([1-4])")
_RULE: Final = re.compile(r"repeats (after completion )?(FREQ=.+)")
_NOON: Final = time(12)

Said = dict[str, Any]


def with_marks(todo: TodoRecord) -> str:
    """The title, and behind it all that is said of the todo."""
    title = " ".join(todo.title.split("\n"))
    said = [part for part in _parts(todo) if part]
    if not said and title.endswith("`"):
        said = ["p4"]
    return f"{title} `{_BETWEEN.join(said)}`" if said else title


def marked(text: str) -> tuple[str, Said]:
    """The title, and what our own marks behind it say: fields of a `TodoRecord`.

    Anything else in a code span is part of the title.
    """
    found = _SPAN.search(text)
    if found is None or not text[: found.start()].strip():
        return text, {}
    said: Said = {}
    try:
        for part in found[1].split(_BETWEEN):
            _read(part, said)
    except ValueError:  # NotUnderstood is one too
        return text, {}
    return text[: found.start()], said


def _parts(todo: TodoRecord) -> list[str]:
    return [
        _due(todo),
        _repeat(todo),
        f"start {todo.start}" if todo.start else "",
        f"deadline {todo.deadline}" if todo.deadline else "",
        f"for {todo.duration_minutes}min" if todo.duration_minutes else "",
        f"p{todo.priority}" if todo.priority < 4 else "",  # noqa: PLR2004
        *(f"@{name}" for name in todo.labels if not {"`", "·"} & set(name)),
        f"done {todo.completed_at:%Y-%m-%d}" if todo.completed_at else "",
    ]


def _due(todo: TodoRecord) -> str:
    if todo.due is None:
        return ""
    clock = f" {todo.due_time:%H:%M}" if todo.due_time else ""
    zone = f" {todo.due_zone}" if clock and todo.due_zone else ""
    return f"due {todo.due}{clock}{zone}"


def _repeat(todo: TodoRecord) -> str:
    """In words when they say all of it, else as RFC 5545 does."""
    repeat = todo.repeat
    if repeat is None or todo.due is None:
        return ""
    if repeat.text and not {"`", "·"} & set(repeat.text):
        try:
            said = _in_words(repeat.text, todo.due, todo.due_time)
        except NotUnderstood:
            said = None
        if said and (said.rule, said.anchor) == (repeat.rule, repeat.anchor):
            return repeat.text
    anchor = "after completion " if repeat.anchor == "completion" else ""
    return f"repeats {anchor}{_SEVERAL.join(repeat.rule.splitlines())}"


def _in_words(text: str, due: date, clock: time | None) -> Repeat:
    begins = datetime.combine(due, clock or time())
    at = begins.replace(tzinfo=UTC)
    found = recurrence(text, at, DEFAULT, since=due, clock=clock).recurrence
    return Repeat(rule=found.rule, anchor=found.anchor, text=found.text, begins=begins)


def _read(part: str, said: Said) -> None:
    """Add what one part says.

    Raises:
        ValueError: it is none of ours.
    """
    for form, take in _FORMS:
        found = form.fullmatch(part)
        if found:
            take(found, said)
            return
    if "due" not in said:
        raise ValueError(part)
    said["repeat"] = _in_words(part, said["due"], said["due_time"])


def _take_due(found: re.Match[str], said: Said) -> None:
    said["due"] = date.fromisoformat(found[1])
    said["due_time"] = clock_time(found[2]) if found[2] else None
    said["due_zone"] = found[3]


def _take_day(found: re.Match[str], said: Said) -> None:
    day = date.fromisoformat(found[2])
    if found[1] == "done":
        said["completed_at"] = datetime.combine(day, _NOON, UTC)
    else:
        said[found[1]] = day


def _take_rule(found: re.Match[str], said: Said) -> None:
    if "due" not in said:
        raise ValueError(found[0])
    begins = datetime.combine(said["due"], said["due_time"] or time())
    rule = rules.checked("\n".join(found[2].split(_SEVERAL)), begins)
    repeat = said["repeat"] = Repeat(rule=rule, begins=begins)
    if found[1]:
        repeat.anchor = "completion"


def _take_label(found: re.Match[str], said: Said) -> None:
    said["labels"] = (*said.get("labels", ()), found[1])


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[Any, Said], None]], ...]] = (
    (_DUE, _take_due),
    (_DAY, _take_day),
    (_MINUTES, lambda found, said: said.update(duration_minutes=int(found[1]))),
    (_PRIORITY, lambda found, said: said.update(priority=int(found[1]))),
    (re.compile(r"@(.+)"), _take_label),
    (_RULE, _take_rule),
)
