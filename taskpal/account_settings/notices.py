"""What /settings says once, after a plain page did something and sent back there.

The address names one of a few sentences, signed for this session and this minute. So
nobody can have the page claim something by a link.
"""

import re
import time

from taskpal import security

SETTINGS = "/settings"
FRESH = 60  # seconds

_SENTENCES = {
    "password": "Your password was changed. Every other browser and every app is out.",
    "off": "Two-step sign-in is off.",
    "elsewhere": "Every other browser was signed out.",
}
_WRITTEN = re.compile(r"([a-z]{1,20})\.([0-9]{1,12})\.([0-9a-f]{32})", re.ASCII)


def address(session_id: str, said: str) -> str:
    """Where the browser goes to be told so."""
    at = int(time.time())
    return f"{SETTINGS}?done={said}.{at}.{_signed(session_id, said, at)}"


def sentence(session_id: str, written: str) -> str:
    """What an address wants said; nothing unless `address` made it, just now."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return ""
    said, at = found[1], int(found[2])
    made = security.same(found[3], _signed(session_id, said, at))
    fresh = 0 <= time.time() - at <= FRESH
    return _SENTENCES.get(said, "") if made and fresh else ""


def _signed(session_id: str, said: str, at: int) -> str:
    return security.sign("notice", f"{session_id} {said} {at}")[:32]
