"""Filters: `today | overdue & (p1, p2) & @work & !#Someday` as a tree of conditions.

A tree says what is meant on the day it is read, with dates in full; `todos` makes SQL
of it.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from taskpal.language.dates import day_at
from taskpal.language.errors import NotUnderstood
from taskpal.language.preferences import DEFAULT, Preferences
from taskpal.language.words import Words

Moment = Literal["due", "start", "deadline", "created", "completed"]
Sign = Literal["<", "<=", "=", ">=", ">"]
Kind = Literal["all", "done", "overdue", "recurring", "subtask", "no label"]

LONGEST = 1000  # characters
_DEEPEST = 40  # brackets and exclamation marks
_SIGNS: Final = frozenset("&|!(),")
_MOMENTS: dict[str, Moment] = {
    "due": "due",
    "date": "due",
    "start": "start",
    "deadline": "deadline",
    "created": "created",
    "added": "created",
    "completed": "completed",
    "done": "completed",
}
_WORDED: dict[str, Sign] = {"before": "<", "after": ">", "on": "="}
_SYMBOLS: dict[str, Sign] = {
    "<": "<",
    "<=": "<=",
    "=": "=",
    ":": "=",
    ">=": ">=",
    ">": ">",
}
_COMPARED = re.compile(
    r"(due|date|start|deadline|created|added|completed|done)\s*"
    r"(?:(before|after|on)\s*:|(<=|>=|<|>|=|:))\s*(.*)",
    re.DOTALL,
)
_MISSING = re.compile(r"no (due date|due|date|start|deadline|label|labels)")
_DAYS = re.compile(r"(?:next )?(\d{1,3}) days?")
_KINDS: dict[str, Kind] = {
    "all": "all",
    "view all": "all",
    "done": "done",
    "completed": "done",
    "overdue": "overdue",
    "over due": "overdue",
    "od": "overdue",
    "recurring": "recurring",
    "subtask": "subtask",
    "subtasks": "subtask",
}


@dataclass(frozen=True, slots=True)
class Is:
    """A kind of todo: all, done, overdue, recurring, a subtask, or without a label."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class When:
    """A date of the todo compared with a day; `day` None means it has none."""

    moment: Moment
    sign: Sign
    day: date | None


@dataclass(frozen=True, slots=True)
class HasPriority:
    """The priority, 1 to 4."""

    number: int


@dataclass(frozen=True, slots=True)
class HasLabel:
    """A label of this name, where * stands for any letters."""

    name: str


@dataclass(frozen=True, slots=True)
class InList:
    """In the list of this name; `below` counts the lists inside it too."""

    name: str
    below: bool


@dataclass(frozen=True, slots=True)
class InSection:
    """In a section of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Contains:
    """With these words in the title, the notes or a comment."""

    text: str


@dataclass(frozen=True, slots=True)
class AssignedTo:
    """Assigned to someone: "me", or a name."""

    who: str


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever the other does not find."""

    other: "Condition"


@dataclass(frozen=True, slots=True)
class AllOf:
    """What every one of these finds."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """What at least one of these finds."""

    conditions: tuple["Condition", ...]


Condition = (
    Is
    | When
    | HasPriority
    | HasLabel
    | InList
    | InSection
    | Contains
    | AssignedTo
    | Not
    | AllOf
    | AnyOf
)


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


# ---- Reading -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """An operator, or the words between two of them."""

    text: str
    at: int
    operator: bool


def _pieces(text: str) -> list[_Piece]:
    r"""Operators and words; a \ makes an operator an ordinary letter."""
    pieces: list[_Piece] = []
    words, begins, escaped = "", 0, False
    for at, sign in enumerate([*text, ","]):
        if sign in _SIGNS and not escaped:
            if words.strip():
                skipped = len(words) - len(words.lstrip())
                pieces.append(_Piece(words.strip(), begins + skipped, operator=False))
            pieces.append(_Piece(sign, at, operator=True))
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

    pieces: list[_Piece]
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
            return _condition(piece, self.now, self.prefs)
        return self.negated() if piece.text == "!" else self.bracketed(piece)

    def negated(self) -> Condition:
        """What a ! is about; two of them in a row say nothing."""
        negated = True
        while self.take("!"):
            negated = not negated
        found = self.one()
        return Not(found) if negated else found

    def bracketed(self, opening: _Piece) -> Condition:
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

    def piece(self) -> _Piece | None:
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


# ---- One condition -------------------------------------------------------------------


def _condition(piece: _Piece, now: datetime, prefs: Preferences) -> Condition:
    low = " ".join(piece.text.lower().split())
    found = (
        _plain(low)
        or _named(piece)
        or _compared(piece, now, prefs)
        or _ahead(low, now.date())
        or _on_day(low, now, prefs)
    )
    if found is None:
        raise NotUnderstood(
            f"“{piece.text[:60]}” is no condition. Try “today”, “p1”, “@label”, "
            "“#list”, “due before: friday” or “search: words”.",
            piece.at,
        )
    return found


def _plain(low: str) -> Condition | None:
    if low in _KINDS:
        return Is(_KINDS[low])
    if low in {"p1", "p2", "p3", "p4"}:
        return HasPriority(int(low[1]))
    if low == "no priority":
        return HasPriority(4)
    if found := _MISSING.fullmatch(low):
        if found[1].startswith("label"):
            return Is("no label")
        return When(_MOMENTS.get(found[1].split()[0], "due"), "=", None)
    return None


def _named(  # noqa: PLR0911 - one return a form
    piece: _Piece,
) -> Condition | None:
    text = piece.text
    sign, name = text[0], text[1:].strip()
    lead, colon, rest = text.partition(":")
    if colon and lead.lower().strip() == "search":
        return Contains(_given(rest.strip(), piece, "words to look for"))
    if colon and " ".join(lead.lower().split()) == "assigned to":
        return AssignedTo(_given(rest.strip(), piece, "a name or “me”"))
    if text.startswith("##"):
        return InList(_given(text[2:].strip(), piece, "the name of a list"), below=True)
    if sign == "#":
        return InList(_given(name, piece, "the name of a list"), below=False)
    if sign == "/":
        return InSection(_given(name, piece, "the name of a section"))
    if sign == "@":
        return HasLabel(_given(name, piece, "the name of a label"))
    return None


def _given(value: str, piece: _Piece, expected: str) -> str:
    if not value:
        at = piece.at + len(piece.text)
        raise NotUnderstood(f"Here should follow {expected}.", at)
    return value


def _compared(piece: _Piece, now: datetime, prefs: Preferences) -> Condition | None:
    found = _COMPARED.fullmatch(piece.text.lower())
    if found is None:
        return None
    moment, worded, symbol, said = found.groups()
    day = _day(said, now, prefs)
    if day is None:
        expected = "a date such as “friday”, “3 days” or “2026-12-24”"
        raise NotUnderstood(
            f"Here should follow {expected}.", piece.at + found.start(4)
        )
    sign = _WORDED[worded] if worded else _SYMBOLS[symbol]
    return When(_MOMENTS[moment], sign, day)


def _ahead(low: str, today: date) -> Condition | None:
    """7 days: today and the six days after it."""
    found = _DAYS.fullmatch(low)
    if found is None or int(found[1]) < 1:
        return None
    last = today + timedelta(days=int(found[1]) - 1)
    return AllOf((When("due", ">=", today), When("due", "<=", last)))


def _on_day(low: str, now: datetime, prefs: Preferences) -> Condition | None:
    day = _day(low, now, prefs)
    return When("due", "=", day) if day else None


def _day(text: str, now: datetime, prefs: Preferences) -> date | None:
    """A day, also one that is so many days ago: "-3 days", "3 days ago"."""
    words = Words(text)
    back = text.startswith("-") or text.endswith(" ago")
    if back:
        words = Words(text.lstrip("- ").removesuffix(" ago"))
    found = day_at(words, 0, now, prefs) if len(words) else None
    if found is None or not words.only_taken(found.end):
        return None
    if back:
        return now.date() - (found.day - now.date())
    return found.day
