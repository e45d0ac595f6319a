"""Which passwords are guessed first, so that nobody chooses one of them.

The list is the 30,000 that leaked most often, and first names (both zxcvbn's, MIT). It
is compared without regard to what people add to them: capitals, a year, an exclamation
mark, 4 for a. NIST SP 800-63B §3.1.1.2 asks for such a list and for no other rules.
"""

import gzip
import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

_LIST = Path(__file__).with_name("common_passwords.txt.gz")
_LOOKS_LIKE = str.maketrans("013457@$!", "oleastasi")
_ADDED = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_ROWS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    *("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    *("qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm"),
)

LEAST_OWN = 6  # characters a password has besides what anybody could know
MOST_ADDED = 6  # characters around a common one that make it no better
FEW_SIGNS = 3
FEW_RUNS = 2


def guessable(password: str, *about: str) -> bool:
    """Whether it is common, a pattern, or made of what is known about its owner."""
    folded = unicodedata.normalize("NFKC", password).casefold()
    return _is_common(folded) or _is_pattern(folded) or _is_known(folded, about)


def _is_common(folded: str) -> bool:
    for form in (folded, folded.translate(_LOOKS_LIKE)):
        core = _ADDED.sub("", form)
        added = len(form) - len(core)
        if form in _common() or (core in _common() and added <= MOST_ADDED):
            return True
    return False


def _is_pattern(folded: str) -> bool:
    """Few different signs, or keys that lie side by side."""
    runs = 1 + sum(not _side_by_side(*pair) for pair in pairwise(folded))
    return len(set(folded)) <= FEW_SIGNS or runs <= FEW_RUNS


def _side_by_side(one: str, next_one: str) -> bool:
    pair = one + next_one
    return any(pair in row or pair[::-1] in row for row in _ROWS)


def _is_known(folded: str, about: tuple[str, ...]) -> bool:
    left = folded
    for word in sorted(_words(about), key=len, reverse=True):
        left = left.replace(word, "")
    return left != folded and len(left) < LEAST_OWN


def _words(about: tuple[str, ...]) -> set[str]:
    """The owner's name and address, whole and in parts, and where this is."""
    whole = " ".join(("taskpal", *about)).casefold()
    return {word for word in re.split(r"[\W_]+", whole) if len(word) > 2}  # noqa: PLR2004


@cache
def _common() -> frozenset[str]:
    return frozenset(gzip.decompress(_LIST.read_bytes()).decode().split("\n"))
