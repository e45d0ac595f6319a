"""One measured number, what it had to be, and how it was got."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Step = Callable[[str], None]
"""Says what is being done now; a row calls it before each part that takes a while."""


@dataclass(frozen=True)
class Measure:
    """A row of the table. `better` says whether `must` is a floor or a ceiling."""

    name: str
    value: float
    unit: str
    must: float
    aim: float
    how: str
    better: Literal["more", "less"] = "more"

    @property
    def verdict(self) -> str:
        if self._reaches(self.aim):
            return "aim met"
        return "must met" if self._reaches(self.must) else "MISSED"

    def shown(self, value: float) -> str:
        """A value with its unit, in as many digits as mean something."""
        digits = f"{value:.2f}" if value < 10 else f"{value:,.0f}"
        return f"{digits} {self.unit}".strip()

    def _reaches(self, wanted: float) -> bool:
        if self.better == "more":
            return self.value >= wanted
        return self.value <= wanted


@dataclass(frozen=True)
class Row:
    """How to get one or more measures, and in how many steps (for the progress bar)."""

    name: str
    steps: int
    measure: Callable[[Step], list[Measure]]


def ratio(ours: list[float], theirs: list[float]) -> float:
    """The middle of the ratios of each round: one disturbed round moves it little."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
