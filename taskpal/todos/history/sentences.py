"""How changes, and what stands in their way, are put in words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any, Final

from taskpal.todos.history.things import Kind

_LONGEST = 60
_MOST_SORTS = 3

DOING: Final[Mapping[str, str]] = {
    "added": "adding",
    "imported": "importing",
    "changed": "changing",
    "moved": "moving",
    "completed": "completing",
    "reopened": "reopening",
    "skipped": "skipping",
    "archived": "archiving",
    "unarchived": "unarchiving",
    "deleted": "deleting",
    "restored": "restoring",
    "undone": "the undo of",
}


def named(kind: Kind, name: str) -> str:
    """What people call a thing: “Buy milk”, the list “Home”."""
    short = name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"
    quoted = f"“{' '.join(short.split())}”"
    return quoted if kind == "todo" else f"the {_SORTS[kind]} {quoted}"


def beginning(sentence: str) -> str:
    """The sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


class Told:
    """What was done, to be said in one sentence, however much it was."""

    def __init__(self) -> None:
        self.sorts: Counter[tuple[str, Kind]] = Counter()
        self.names: dict[tuple[str, Kind], str] = {}

    def add(self, entries: Iterable[Any]) -> None:
        """Count these; what was done to one thing twice is one."""
        once = {(e.action, e.kind, e.thing_id): e.name for e in entries}
        for (action, kind, _), name in once.items():
            self.sorts[action, kind] += 1
            self.names[action, kind] = name

    def __str__(self) -> str:
        # What a todo that repeats did besides is no news to people.
        sorts = {k: n for k, n in self.sorts.items() if k[1] != "occurrence"}
        every = Counter(sorts or self.sorts)
        parts = [self._part(one, n) for one, n in every.most_common(_MOST_SORTS)]
        if len(every) > _MOST_SORTS:
            parts.append("more")
        return " and ".join([", ".join(parts[:-1]), parts[-1]]).removeprefix(" and ")

    def _part(self, one: tuple[str, Kind], many: int) -> str:
        action, kind = one
        what = named(kind, self.names[one]) if many == 1 else f"{many} {_SORTS[kind]}s"
        return f"{DOING.get(action, action)} {what}"


def by_whom(row: Any) -> str:
    """Who did it: “by ChatGPT”."""
    if row.actor_kind in ("app", "token") and row.actor_name:
        return f"by {row.actor_name}"
    return _PLACES.get(row.actor_kind, "by TaskPal")


def when(row: Any) -> str:
    """A time that means the same everywhere."""
    return f"{row.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def stands(row: Any) -> str:
    """That a later change stands on what was to be undone."""
    done = "changed" if row.action in ("undone", "added", "imported") else row.action
    what = beginning(named(row.kind, row.name))
    return f"{what} was {done} since, {by_whom(row)} ({when(row)}). Undo that first."


_SORTS: Final[Mapping[Kind, str]] = {
    "todo": "todo",
    "list": "list",
    "section": "section",
    "label": "label",
    "comment": "comment",
    "filter": "filter",
    "occurrence": "round",
}
_PLACES: Final[Mapping[str, str]] = {
    "dashboard": "on the dashboard",
    "app": "by an app",
    "token": "by a script",
    "command": "on the command line",
}
