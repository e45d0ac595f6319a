"""How texts are compared when sorting and searching: without case, in any script.

Folding in Python, once for each write, makes SQLite and PostgreSQL agree: the one
folds only ASCII, the other depends on how its server was set up.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

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


def searchable(text: str) -> str:
    """The words of the text as searching compares them, a space between each.

    They are folded, and without accents. Whatever is neither a letter nor a digit parts
    words, but for symbols such as emoji, which are words of their own, and so is each
    sign of a script that puts no spaces between words. Only the beginning of a very
    long word counts.
    """
    folded = fold(text)
    if not folded.isascii():
        bare = _ACCENTS.sub("", unicodedata.normalize("NFD", folded.lower()))
        folded = _BEYOND_ASCII.sub(_apart, unicodedata.normalize("NFC", bare))
    return " ".join(word[:LONGEST_WORD] for word in _WORD.findall(folded))


def search_key(title: str, description: str) -> str:
    """What searching looks into: the words of the title, a line break, the notes'."""
    return f"{searchable(title)}\n{searchable(description)[:MOST_NOTES]}"


def words_in(run: str) -> Iterator[tuple[int, int]]:
    """Where the words of letters, digits and symbols without spaces begin and end."""
    start = 0
    for at, sign in enumerate(run):
        kept = sign if sign.isascii() else _as_words(sign)
        if kept in {sign, ""}:
            continue
        if at > start:
            yield start, at
        if kept != " ":
            yield at, at + 1
        start = at + 1
    if len(run) > start:
        yield start, len(run)


LONGEST_WORD: Final = 40
MOST_NOTES: Final = 20_000
"""As many characters of the notes are searched: all that are allowed, but for signs
that fold to several. More might not fit into the index of PostgreSQL."""

_WORD: Final = re.compile("[0-9a-z\x80-\U0010ffff]+")
_ACCENTS: Final = re.compile(
    "[\u0300-\u036f\ufe00-\ufe0f"  # of Latin, Greek and Cyrillic; kinds of emoji
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # vowels of Hebrew
    "\u0610-\u061a\u0640\u064b-\u065f\u0670]+"  # and of Arabic
)
_BEYOND_ASCII: Final = re.compile("[^\x00-\x7f]")
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)


def _apart(found: re.Match[str]) -> str:
    return _as_words(found[0])


@lru_cache(maxsize=4096)
def _as_words(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in {"Cf", "Cn"}:  # joins others without being seen, or nobody knows it
        return ""
    if kind[0] in "PZC":
        return " "
    if kind[0] == "S" or _UNSPACED.match(sign):
        return f" {sign} "
    return sign
