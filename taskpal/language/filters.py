"""Filters: `today | overdue & (p1, p2) & @work & !#Someday` as a tree of conditions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from taskpal.language.conditions import (
    AllOf,
    AnyOf,
    AssignedTo,
    Condition,
    Contains,
    HasLabel,
    HasPriority,
    InList,
    InSection,
    Is,
    Moment,
    Not,
    Sign,
    When,
)
from taskpal.language.errors import NotUnderstood
from taskpal.language.filter_words import Piece, condition
from taskpal.language.preferences import DEFAULT, Preferences

__all__ = [
    "LONGEST",
    "AllOf",
    "AnyOf",
    "AssignedTo",
    "Condition",
    "Contains",
    "HasLabel",
    "HasPriority",
    "InList",
    "InSection",
    "Is",
    "Moment",
    "Not",
    "Sign",
    "When",
    "conditions",
    "panes",
]

LONGEST = 1000  # characters
_DEEPEST = 40  # brackets and exclamation marks
_SIGNS: Final = frozenset("&|!(),")
_DEEPER: Final = {"(": 1, ")": -1}


def conditions(
    text: str, now: datetime, prefs: Preferences = DEFAULT
) -> tuple[Condition, ...]:
    """What the filter finds: one condition for each of its lists.

    Raises:
        NotUnderstood: where, and what was expected there.
    """
    if len(text) > LONGEST:
        raise NotUnderstood(f"A filter has at most {LONGEST} characters.", LONGEST)
    reader = _Reader(_pieces(text), len(text), prefs.local(now), prefs)
    lists = [reader.either()]
    while reader.take(","):
        lists.append(reader.either())
    reader.finish()
    return tuple(lists)


def panes(text: str) -> tuple[str, ...]:
    """The lists of a filter, each as it was typed: `conditions` has as many."""
    depth, begins, found = 0, 0, []
    for piece in _pieces(text):
        if piece.operator:
            depth += _DEEPER.get(piece.text, 0)
            if piece.text == "," and not depth:
                found.append(text[begins : piece.at].strip())
                begins = piece.at + 1
    return (*found, text[begins:].strip())


def _pieces(text: str) -> list[Piece]:
    r"""Operators and words; a \ makes an operator an ordinary letter."""
    pieces: list[Piece] = []
    words, begins, escaped = "", 0, False
    for at, sign in enumerate([*text, ","]):
        if sign in _SIGNS and not escaped:
            if words.strip():
                skipped = len(words) - len(words.lstrip())
                pieces.append(Piece(words.strip(), begins + skipped, operator=False))
            pieces.append(Piece(sign, at, operator=True))
            words, begins = "", at + 1
        elif sign == "\\" and not escaped:
            escaped = True
            continue
        else:
            words += sign
        escaped = False
    return pieces[:-1]


@dataclass(slots=True)
class _Reader:
    """Reads pieces from left to right: | binds least, then &, then !."""

    pieces: list[Piece]
    end: int
    now: datetime
    prefs: Preferences
    next: int = 0
    depth: int = 0

    def either(self) -> Condition:
        found = [self.both()]
        while self.take("|") or (self.depth and self.take(",")):
            found.append(self.both())
        return found[0] if len(found) == 1 else AnyOf(tuple(found))

    def both(self) -> Condition:
        found = [self.one()]
        while self.take("&"):
            found.append(self.one())
        return found[0] if len(found) == 1 else AllOf(tuple(found))

    def one(self) -> Condition:
        piece = self.piece()
        if piece is None or (piece.operator and piece.text not in {"!", "("}):
            raise NotUnderstood(
                "A condition such as “today” or “@work” is missing here.", self.at()
            )
        self.next += 1
        if not piece.operator:
            return condition(piece, self.now, self.prefs)
        return self.negated() if piece.text == "!" else self.bracketed(piece)

    def negated(self) -> Condition:
        """What a ! is about; two of them in a row say nothing."""
        negated = True
        while self.take("!"):
            negated = not negated
        found = self.one()
        return Not(found) if negated else found

    def bracketed(self, opening: Piece) -> Condition:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotUnderstood("These brackets are too deep.", opening.at)
        found = self.either()
        if not self.take(")"):
            raise NotUnderstood("A closing bracket “)” is missing.", self.at())
        self.depth -= 1
        return found

    def take(self, sign: str) -> bool:
        piece = self.piece()
        if piece is None or not piece.operator or piece.text != sign:
            return False
        self.next += 1
        return True

    def piece(self) -> Piece | None:
        return self.pieces[self.next] if self.next < len(self.pieces) else None

    def at(self) -> int:
        piece = self.piece()
        return piece.at if piece else self.end

    def finish(self) -> None:
        piece = self.piece()
        if piece is None:
            return
        if piece.text == ")":
            raise NotUnderstood("This “)” has no “(” before it.", piece.at)
        raise NotUnderstood("An operator & or | is missing before this.", piece.at)
