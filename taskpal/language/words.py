"""A line cut into words that know where they stood."""

import re
from collections.abc import Callable

from taskpal.language.two_times import two_times
from taskpal.language.vocabulary import MONTHS, SHORTENED

_PIECE = re.compile(r",|[^\s,]+")
_DATE_WITH_DOT = re.compile(r"\d{1,2}\.\d{1,2}\.")
_TIMES = re.compile(
    r"(\d{1,2}(?::\d\d(?:[ap]m)?|[ap]m))([-–])(\d{1,2}(?::\d\d(?:[ap]m)?|[ap]m))",  # noqa: RUF001
    re.IGNORECASE,
)
_DAY_AND_MONTH = re.compile(
    rf"(\d{{1,2}}(?:st|nd|rd|th)?)-?({'|'.join(MONTHS)})(?:-(\d{{4}}))?", re.IGNORECASE
)
_BETWEEN = frozenset({"-", "–", "to", "and"})  # noqa: RUF001
_AT_TIME = re.compile(r"(@)(\d{1,2}(?::\d\d)?[ap]m|\d{1,2}:\d\d)", re.IGNORECASE)
_AFTER = ".;:?!)"
_BEFORE = "("
_QUIET = frozenset(",.;:?!()")
_NOTHING = ("",) * 16  # further than any phrase looks ahead, or back


class Words:
    """The words of a line: in small letters, as typed, and from where to where.

    A comma is a word of its own, and so is what ends a sentence or belongs to brackets:
    no phrase goes across it. Punctuation is no part of a word, except for the dot of
    "24.12." and the mark of "every!".
    """

    __slots__ = (
        *("_open", "at", "end", "festive", "lasting", "line", "low", "quiet", "raw"),
        "start",
    )

    at: Callable[[int], str]
    """The word in small letters; "" behind the last one or when it is taken."""

    festive: bool | None
    """Whether a holiday may be named; None until that is asked."""
    lasting: dict[int, int]
    """The minutes of words that say two times, such as 9-11am."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.festive = None
        self.lasting = {}
        self.raw: list[str] = []
        self.low: list[str] = []
        self.start: list[int] = []
        self.end: list[int] = []
        for found in _PIECE.finditer(line):
            piece = found.group()
            if piece.isalpha():
                self._add(piece, found.start())
            else:
                self._read(piece, found.start())
        if not _BETWEEN.isdisjoint(self.low):
            self._join_times()
        self.quiet = [word in _QUIET for word in self.low]
        # Words are looked at a hundred times a line, also behind its end and before its
        # beginning: nothing is quicker than what a list itself does.
        self._open = [*self.low, *_NOTHING]
        self.at = self._open.__getitem__

    def __len__(self) -> int:
        return len(self.raw)

    def take(self, first: int, last: int) -> None:
        """Mark the words from `first` up to `last` as understood."""
        self._open[first:last] = [""] * (last - first)

    def taken(self, index: int) -> bool:
        """Whether the word is understood."""
        return not self._open[index]

    def only_taken(self, first: int) -> bool:
        """Whether no word from `first` on is still to be understood."""
        for index in range(first, len(self.low)):
            if self._open[index] and not self.quiet[index]:
                return False
        return True

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the words from `first` up to `last` stand in the line."""
        return self.start[first], self.end[last - 1]

    def _read(self, piece: str, start: int) -> None:
        if len(piece) == 1 or piece[0] == "\\":
            self._add(piece, start)
            return
        while len(piece) > 1 and piece[0] in _BEFORE:
            self._add("(", start)
            piece, start = piece[1:], start + 1
        kept = _without_end(piece) if piece[-1] in _AFTER else piece
        self._add_times(kept, start)
        after = piece[len(kept) :]
        if after and not (after == "." and self._is_short(kept, start + len(piece))):
            self._add(after[0], start + len(kept))

    def _is_short(self, word: str, end: int) -> bool:
        """Whether the dot behind it makes no end: fri. 5pm, 24. dec, at 5. call."""
        low = word.lower()
        found = _PIECE.search(self.line, end)
        following = found.group() if found else ""
        if low.isdecimal() and following.lower().rstrip(".") in MONTHS:
            return True
        return low in SHORTENED or not following[:1].isupper()

    def _add_times(self, piece: str, start: int) -> None:
        """9am-11am is three words, 9-11am is one, 24dec is two, and so is @7pm."""
        joined = None
        if piece[0].isdecimal():
            if two := two_times(piece.lower()):
                self._add(piece, start)
                self.low[-1], self.lasting[len(self.low) - 1] = two
                return
            joined = _TIMES.fullmatch(piece) or _DAY_AND_MONTH.fullmatch(piece)
        elif piece[0] == "@":
            joined = _AT_TIME.fullmatch(piece)
        if joined is None:
            self._add(piece, start)
            return
        for number, part in enumerate(joined.groups(), 1):
            if part:
                self._add(part, start + joined.start(number))

    def _join_times(self) -> None:
        """9 to 11am and "between 9 and 11am" say two times as 9-11am does."""
        for at in range(len(self.low) - 2, 0, -1):
            if at + 1 >= len(self.low):
                continue  # it is joined already
            first, joint, last = self.low[at - 1 : at + 2]
            between = joint != "and" or "between" in self.low[:at]
            leans = joint in _BETWEEN and first.isdecimal() and between
            if leans and (two := two_times(f"{first}-{last}")):
                self.raw[at - 1] = self.line[self.start[at - 1] : self.end[at + 1]]
                self.low[at - 1], self.lasting[at - 1] = two
                self.end[at - 1] = self.end[at + 1]
                for each in (self.raw, self.low, self.start, self.end):
                    del each[at : at + 2]

    def _add(self, word: str, start: int) -> None:
        self.raw.append(word)
        # A few letters have a small form of another length; no word of ours has them.
        self.low.append(word.lower())
        self.start.append(start)
        self.end.append(start + len(word))


def _without_end(piece: str) -> str:
    kept = piece.rstrip(";:?!)")
    if _DATE_WITH_DOT.fullmatch(kept) or kept[-4:].lower() in {"a.m.", "p.m."}:
        return kept
    kept = piece.rstrip(_AFTER) or piece
    marked = piece[: len(kept) + 1].lower()
    return piece[: len(kept) + 1] if marked in {"every!", "ev!"} else kept
