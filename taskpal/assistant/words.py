"""Titles and notes as a language model repeats them without slips."""

import re

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def line(text: str, longest: int) -> str:
    """The text on one line of at most `longest` characters; … says it was cut."""
    flat = " ".join(_UNSEEN.sub(" ", text).split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"


def visible(text: str) -> str:
    """The text without control characters, which JSON would write six times as long."""
    return re.sub(r"[^\S\n]|(?!\n)[\x00-\x1f\x7f-\x9f]", " ", text)
