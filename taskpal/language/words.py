"""A line cut into words that know where they stood."""

import re

_PIECE = re.compile(r",|[^\s,]+")
_DATE_WITH_DOT = re.compile(r"\d{1,2}\.\d{1,2}\.")
_AFTER = ".;:?!)"
_BEFORE = "("


class Words:
    """The words of a line: in small letters, as typed, and from where to where.

    A comma is a word of its own. Punctuation around a word is no part of it, except for
    the dot of "24.12." and the mark of "every!".
    """

    __slots__ = ("end", "line", "low", "raw", "start", "taken")

    def __init__(self, line: str) -> None:
        self.line = line
        self.raw: list[str] = []
        self.low: list[str] = []
        self.start: list[int] = []
        self.end: list[int] = []
        for found in _PIECE.finditer(line):
            self._add(found.group(), found.start())
        self.taken = bytearray(len(self.raw))

    def __len__(self) -> int:
        return len(self.raw)

    def at(self, index: int) -> str:
        """The word in small letters; "" behind the last one or when it is taken."""
        if 0 <= index < len(self.low) and not self.taken[index]:
            return self.low[index]
        return ""

    def take(self, first: int, last: int) -> None:
        """Mark the words from `first` up to `last` as understood."""
        self.taken[first:last] = b"\1" * (last - first)

    def only_taken(self, first: int) -> bool:
        """Whether no word from `first` on is still to be understood."""
        return all(
            self.taken[index] or self.low[index] == ","
            for index in range(first, len(self.low))
        )

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the words from `first` up to `last` stand in the line."""
        return self.start[first], self.end[last - 1]

    def _add(self, piece: str, start: int) -> None:
        while len(piece) > 1 and piece[0] in _BEFORE:
            piece, start = piece[1:], start + 1
        kept = piece
        if piece[-1] in _AFTER and not _DATE_WITH_DOT.fullmatch(piece):
            kept = piece.rstrip(_AFTER) or piece
        if kept != piece and piece[: len(kept) + 1].lower() in {"every!", "ev!"}:
            kept = piece[: len(kept) + 1]
        self.raw.append(kept)
        low = kept.lower()
        # A few letters have a small form of another length; no word of ours has them.
        self.low.append(low)
        self.start.append(start)
        self.end.append(start + len(kept))
