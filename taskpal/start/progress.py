"""One line on the terminal that says how far a long job is. Needs only Python."""

import sys
import time
from types import TracebackType
from typing import Self

WIDTH = 24


class Progress:
    """A bar that redraws itself; without a terminal, one line when it starts and ends.

    with Progress("Installing packages", total=70) as progress:
        progress.advance()
    """

    def __init__(self, what: str, total: int) -> None:
        self.what = what
        self.total = max(1, total)
        self.done = 0
        self._began = time.monotonic()
        self._live = sys.stderr.isatty()

    def __enter__(self) -> Self:
        self._write(f"{self.what} ..." if not self._live else "")
        self._draw("")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        took = f"{time.monotonic() - self._began:.1f} s"
        end = f"{self.what}: {'done in' if kind is None else 'stopped after'} {took}"
        self._write(f"\r\x1b[K{end}" if self._live else end)

    def advance(self, steps: int = 1, now: str = "") -> None:
        """Move on; `now` says in a word or two what is being done."""
        self.done = min(self.total, self.done + steps)
        self._draw(now)

    def _draw(self, now: str) -> None:
        if not self._live:
            return
        full = WIDTH * self.done // self.total
        bar = "━" * full + "─" * (WIDTH - full)
        percent = 100 * self.done // self.total
        sys.stderr.write(f"\r\x1b[K{self.what} {bar} {percent:3d} %  {now}"[:100])
        sys.stderr.flush()

    def _write(self, line: str) -> None:
        if line:
            sys.stderr.write(f"{line}\n")
