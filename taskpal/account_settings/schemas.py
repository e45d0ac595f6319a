"""What the page /settings shows of an account."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Browser:
    """A signed-in browser. Times are ISO 8601, for the browser to put in words."""

    id: str
    device: str
    address: str
    since: str
    used: str
    here: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the account's log. An `alarm` deserves a second look."""

    id: str
    at: str
    what: str
    source: str
    alarm: bool


class Place(NamedTuple):
    """A place in the log: its lines that are older than this one come next."""

    at: datetime
    id: str


@dataclass(frozen=True, slots=True)
class Overview:
    """All the page shows, read at once. `next_place` is set when the log goes on."""

    email: str
    name: str
    zone: str
    two_step: bool
    two_step_since: str
    codes_left: int
    browsers: list[Browser]
    entries: list[Entry]
    next_place: Place | None


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much goes with an account when it is deleted."""

    todos: int
    in_trash: int
    clients: int
    people: int
    connections: int
    tokens: int
