"""Keeps what people typed, and their cookies, out of the log.

Reflex logs a whole event that it cannot make sense of, with its payload and the headers
of its socket. A tab that was open during an upgrade is enough for that; and anybody can
send such events, so each leaves one short line.
"""

import logging
import re

from reflex_base.event.processor import event_processor

_NOT_UNDERSTOOD = "Error processing event queue entry"
_NAME = re.compile(r"name='([^']{1,100})'")
_COOKIES = re.compile(r"(taskpal_\w+=)[^;,'\"\s]+")


def keep_cookies_unlogged() -> None:
    """Have Reflex's event processor log its messages without our cookies."""
    event_processor.logger.addFilter(_without_cookies)


def _without_cookies(record: logging.LogRecord) -> bool:
    said = record.getMessage()
    if said.startswith(_NOT_UNDERSTOOD):
        name = _NAME.search(said)
        said = f"No page sends this event: {ascii(name[1]) if name else 'unnamed'}"
        record.exc_info = record.exc_text = None
    record.msg, record.args = _COOKIES.sub(r"\1...", said), ()
    return True
