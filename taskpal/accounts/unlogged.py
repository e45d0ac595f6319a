"""Keeps what people typed, and their cookies, out of the log.

Reflex and its sockets log whole events that they cannot make sense of, with their
payload, the headers of the socket and a traceback. A tab that was open during an
upgrade is enough for that; and anybody can send such events, so each leaves one short
line.
"""

import logging
import re
import traceback
from pathlib import Path

from reflex import app as reflex_app
from reflex_base.event.processor import base_state_processor, event_processor

LOUD = (
    event_processor.logger,
    base_state_processor.logger,
    reflex_app.logger,
    logging.getLogger("engineio.server"),
    logging.getLogger("socketio.server"),
)
LONGEST = 300  # characters of a line

_NOT_UNDERSTOOD = "Error processing event queue entry"
_NAME = re.compile(r"name='([^']{1,100})'")
_COOKIES = re.compile(r"(taskpal_\w+=)[^;,'\"\s]+")
_SENT = re.compile(r"(\. Event data| with value)\b.*", re.DOTALL)
_OURS = str(Path(__file__).parent.parent)


def keep_cookies_unlogged() -> None:
    """Have Reflex and its sockets log lines without cookies and what was typed."""
    for logger in LOUD:
        logger.addFilter(_shortened)


def happened_in_ours(error: BaseException) -> bool:
    """Whether code of ours was running: else what was sent made no sense at all."""
    frames = traceback.extract_tb(error.__traceback__)
    return any(frame.filename.startswith(_OURS) for frame in frames)


def _shortened(record: logging.LogRecord) -> bool:
    said = record.getMessage()
    error = record.exc_info[1] if record.exc_info else None
    if said.startswith(_NOT_UNDERSTOOD):
        name = _NAME.search(said)
        said = f"No page sends this event: {ascii(name[1]) if name else 'unnamed'}"
        record.exc_info = record.exc_text = None
    elif error is not None and not happened_in_ours(error):
        said = f"{said} ({type(error).__name__})"
        record.exc_info = record.exc_text = None
    said = _COOKIES.sub(r"\1...", _SENT.sub("", said))
    record.msg, record.args = " ".join(said.split())[:LONGEST], ()
    return True
