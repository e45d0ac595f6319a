"""Where a person goes after signing in: only ever to a page of TaskPal."""

import re
from urllib.parse import quote, urlsplit

HOME = "/inbox"
DOORS = frozenset({"/", "/sign-in", "/sign-in/code", "/sign-up", "/sign-out"})
MOST = 8000

# One slash, then anything but another one: "//host" is another origin. Browsers read a
# backslash as a slash and skip control characters, so neither may occur anywhere.
_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f-\x9f]*")


def destination(wanted: str | None) -> str:
    """The wanted page if it is one of ours to go on to, else the inbox."""
    if not wanted or len(wanted) > MOST or not _PATH.fullmatch(wanted):
        return HOME
    if not wanted.isascii() or urlsplit(wanted).path in DOORS:
        return HOME
    return wanted


def sign_in_address(wanted: str | None, door: str = "/sign-in") -> str:
    """The address that asks to sign in first, then goes on to the wanted page."""
    goal = destination(wanted)
    return door if goal == HOME else f"{door}?next={quote(goal, safe='/')}"
