"""What a search asks for, as people type it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from taskpal.todos.folding import LONGEST_WORD, searchable

MOST: Final = 8
_PART: Final = re.compile(
    r'(?P<not>(?<!\S)-)?(?:["“„](?P<quoted>[^"“”]*)["”“]|(?P<bare>[^\s"“”„]+))'
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand next to each other; `whole`: the last one to its end, too."""

    text: str
    whole: bool

    @property
    def padded(self) -> str:
        """The words as they stand among others that have a space on either side."""
        return f" {self.text} " if self.whole else f" {self.text}"


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for.

    Attributes:
        words: each of them must be there, or begin one that is.
        runs: those of them that must stand next to each other.
        excluded: what must not be there.
    """

    words: tuple[str, ...]
    runs: tuple[Run, ...] = ()
    excluded: tuple[Run, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to look for: signs alone are nothing."""
        return bool(self.words)


@lru_cache(maxsize=256)
def sought(text: str) -> Sought:
    """What someone looks for who typed this; no text is wrong.

    “Words in quotes” stand as they are; what has a minus before it must not be there.
    Of either the first `MOST` count: each is looked for in every todo that has the
    words.
    """
    parts = list(_parts(text))
    wanted = [run for run, against in parts if not against]
    if not wanted:  # of a temperature, say: all but something is no search
        wanted, parts = [run for run, _ in parts], []
    words = dict.fromkeys(word for run in wanted for word in run.text.split())
    return Sought(
        tuple(words),
        _first(run for run in wanted if run.whole or " " in run.text),
        _first(Run(run.text, whole=True) for run, against in parts if against),
    )


def _first(runs: Iterable[Run]) -> tuple[Run, ...]:
    return tuple(dict.fromkeys(runs))[:MOST]


def _parts(text: str) -> Iterator[tuple[Run, bool]]:
    for part in _PART.finditer(text):
        quoted = part["quoted"] is not None
        if run := searchable(part["quoted"] if quoted else part["bare"]):
            yield Run(run, whole=quoted), part["not"] is not None


def begins(sought_words: tuple[str, ...], word: str) -> bool:
    """Whether the word is one of those looked for, or begins with one."""
    return word[:LONGEST_WORD].startswith(sought_words)
