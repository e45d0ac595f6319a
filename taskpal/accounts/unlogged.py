"""Keeps the cookies of people out of the log.

Reflex logs a whole event that it cannot make sense of, with the headers of its socket.
A tab that was open during an upgrade is enough for that, and whoever reads the log
could then sign in with its cookie.
"""

import logging
import re

from reflex_base.event.processor import event_processor

_COOKIES = re.compile(r"(taskpal_\w+=)[^;,'\"\s]+")


def keep_cookies_unlogged() -> None:
    """Have Reflex's event processor log its messages without our cookies."""
    event_processor.logger.addFilter(_without_cookies)


def _without_cookies(record: logging.LogRecord) -> bool:
    record.msg, record.args = _COOKIES.sub(r"\1...", record.getMessage()), ()
    return True
