"""What an app can be allowed to do, in OAuth's words and in people's."""

from collections.abc import Iterable

READ, WRITE, DELETE, PROFILE = (
    "todos:read",
    "todos:write",
    "todos:delete",
    "profile:read",
)

IN_WORDS = {
    READ: "See your todos",
    WRITE: "Add and change your todos, and mark them done",
    DELETE: "Move your todos to the trash",
    PROFILE: "See your name and email address",
}
"""Every scope, in the order it is shown and written."""

DEFAULT = " ".join(IN_WORDS)
"""What an app gets that asks for nothing in particular."""

# Asking for it is how some apps ask for a refresh token. They get one anyway.
_IGNORED = frozenset({"offline_access"})

API, MCP = "api", "mcp"
AUDIENCES = (API, MCP)
"""What a token can be for; a token for one is refused by the other."""

ANY_AUDIENCE = ""


def parse(scope: str) -> frozenset[str]:
    """The scopes that a space-separated list names.

    Raises:
        ValueError: one of them does not exist.
    """
    asked = frozenset(part for part in scope.split(" ") if part) - _IGNORED
    if not asked <= IN_WORDS.keys():
        raise ValueError("It names a scope that does not exist.")
    return asked


def write(scopes: Iterable[str]) -> str:
    """The scopes as one string, always in the same order."""
    return " ".join(sorted(scopes, key=list(IN_WORDS).index))


def in_words(scope: str) -> list[str]:
    """What a written scope means, one sentence for each part."""
    return [IN_WORDS[part] for part in scope.split() if part in IN_WORDS]


def allows(granted: Iterable[str], needed: str) -> bool:
    """Whether the granted scopes cover the needed one: writing implies reading."""
    return needed in granted or (needed == READ and WRITE in granted)


def covers(granted: str, asked: str) -> bool:
    """Whether a written scope covers all of another."""
    held = granted.split()
    return all(allows(held, needed) for needed in asked.split())
