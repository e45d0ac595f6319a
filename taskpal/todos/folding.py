"""How texts are compared when sorting and searching: without case, in any script.

Folding in Python, once for each write, makes SQLite and PostgreSQL agree: the one
folds only ASCII, the other depends on how its server was set up.
"""

import unicodedata

from taskpal.todos.models import TITLE_KEY_LENGTH


def fold(text: str) -> str:
    """The text without case and without differences that look the same."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded)


def title_key(title: str) -> str:
    """What sorting by title compares: enough of it to fit an index and a cursor."""
    return fold(title)[:TITLE_KEY_LENGTH]


def search_key(title: str, description: str) -> str:
    """What searching looks into."""
    return fold(f"{title}\n{description}")


def search_pattern(words: str) -> str:
    """A LIKE pattern (escaped by backslash) that finds the words anywhere."""
    literal = fold(words).replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{literal}%"
