"""Cells of our own tables, which no spreadsheet takes for a formula.

Spreadsheets run what begins with one of these signs, whoever wrote it. So such a cell
gets an apostrophe before it, and one that begins with an apostrophe gets another; then
taking one away always gives back what was there.
"""

from typing import Final

_RUN: Final = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 - the wide ones too
_GUARD: Final = "'"


def guarded(text: str) -> str:
    """The text as a cell."""
    return _GUARD + text if text.startswith((*_RUN, _GUARD)) else text


def unguarded(cell: str) -> str:
    """The text that became the cell."""
    return cell.removeprefix(_GUARD)
