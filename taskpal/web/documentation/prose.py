"""Text for people: a little Markdown, as the document's descriptions use it."""

import re
from collections.abc import Iterator

import htpy as h

_HEADING, _ITEM = "## ", "- "
_FENCE = re.compile(r"```\w*\n(.*?)\n```", re.DOTALL)


def parts(text: str) -> Iterator[tuple[str, list[h.Node]]]:
    """The headings of a text, each with what stands below; the first may have none."""
    heading, below = "", list[h.Node]()
    for block in text.strip().split("\n\n"):
        if block.startswith(_HEADING):
            yield heading, below
            heading, below = block.removeprefix(_HEADING), []
        else:
            below.append(_block(block))
    yield heading, below


def paragraphs(text: str) -> list[h.Element]:
    """The paragraphs of a text."""
    return [h.p[inline(one)] for one in text.strip().split("\n\n") if one]


def inline(text: str) -> list[h.Node]:
    """Text in which `backticks` mark code."""
    pieces = " ".join(text.split()).split("`")
    return [h.code[one] if index % 2 else one for index, one in enumerate(pieces)]


def anchor(text: str) -> str:
    """The name that a heading can be linked to by."""
    return "about-" + re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _block(text: str) -> h.Element:
    if code := _FENCE.fullmatch(text):
        return h.pre[h.code[code[1]]]
    if text.startswith(_ITEM):
        items = text.removeprefix(_ITEM).split(f"\n{_ITEM}")
        return h.ul[[h.li[inline(one)] for one in items]]
    return h.p[inline(text)]
