"""What is left of a line as its title when the tokens are taken out of it."""

from collections.abc import Iterable

from taskpal.language.reading import Token

_MARKS = ",;:.!?"
_FIRST_MARKS = _MARKS + "-–—"  # noqa: RUF001
_PAUSES = ",;: "


def title_of(line: str, tokens: Iterable[Token]) -> str:
    """The line without its tokens, each gap closed; tokens stand in their order."""
    title, at, gap, gaps = "", 0, False, False
    for token in tokens:
        kept = line[at : token.start]
        title = _joined(title, kept) if gap else title + kept
        at, gap = token.end, token.kind != "escape"
        gaps = gaps or gap
    rest = line[at:]
    if gap and not rest.strip(_PAUSES + "."):
        rest = ""
    title = _joined(title, rest) if gap else title + rest
    title = " ".join(title.split())
    return title.rstrip(_PAUSES) or ("" if gaps else title)


def _joined(left: str, right: str) -> str:
    """Both sides of a gap, without the brackets and commas that held what was there."""
    before, after = left.rstrip(), right.lstrip()
    while before.endswith("(") and after.startswith(")"):
        before, after = before[:-1].rstrip(), after[1:].lstrip()
    if not before:
        return _without_first_marks(after)
    if not after:
        return before + " "
    if after[0] in ",;:)":
        before = before.rstrip(_PAUSES)
    alone = len(after) == 1 or after[1] in _MARKS or after[1].isspace()
    close = after[0] == ")" or (after[0] in _MARKS and alone)
    return before + after if close else f"{before} {after}"


def _without_first_marks(text: str) -> str:
    """A title does not begin with the comma or dash behind what stood first."""
    rest = text.lstrip(_FIRST_MARKS)
    return rest.lstrip() if not rest or rest[0].isspace() else text
