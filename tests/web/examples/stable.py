"""What is made up at random gets a form that is the same each time."""

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from taskpal.security import ID_ALPHABET, ID_LENGTH
from taskpal.settings import settings

HOST = "https://todo.example"

_ID = re.compile(rf"\b[{ID_ALPHABET}]{{{ID_LENGTH}}}\b")
_TOKEN = re.compile(r"\b(tp_[a-z]+)_[A-Za-z0-9_-]{43}")
_CURSOR_LENGTH = 40


class Stable:
    """The ids, cursors and tokens of one chapter, by the order they appeared in."""

    def __init__(self, chapter: str) -> None:
        self._chapter = chapter
        self._known: dict[str, str] = {}

    def learn(self, answer: Any) -> None:
        """Note the ids and the cursors that an answer has for the first time."""
        for name, text in _texts(answer):
            if name == "next_cursor":
                self._note(text, _cursor)
            elif _ID.fullmatch(text):
                self._note(text, _id)

    def told(self, value: Any) -> Any:
        """The same value, with nothing random in it."""
        if isinstance(value, dict):
            return {name: self.told(inside) for name, inside in value.items()}
        if isinstance(value, list):
            return [self.told(inside) for inside in value]
        return self._text(value) if isinstance(value, str) else value

    def _note(self, text: str, like: Callable[[str], str]) -> None:
        if text not in self._known:
            self._known[text] = like(f"{self._chapter} {len(self._known)}")

    def _text(self, text: str) -> str:
        for found, told in self._known.items():
            text = text.replace(found, told)
        text = _TOKEN.sub(r"\1_…", text)
        ours = settings().public_url
        text = text.replace(ours, HOST)
        return text.replace(urlsplit(ours).netloc, urlsplit(HOST).netloc)


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in it, with the name of the field it is in."""
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from _texts(inside, key)
    elif isinstance(value, list):
        for inside in value:
            yield from _texts(inside, name)
    elif isinstance(value, str):
        yield name, value


def _id(seed: str) -> str:
    digits = sha256(seed.encode()).digest()[:ID_LENGTH]
    return "".join(ID_ALPHABET[digit % len(ID_ALPHABET)] for digit in digits)


def _cursor(seed: str) -> str:
    return sha256(seed.encode()).hexdigest()[:_CURSOR_LENGTH]
