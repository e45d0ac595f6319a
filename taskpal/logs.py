"""What the log says, and how much: for whoever hosts TaskPal."""

import logging

from taskpal.settings import settings

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def begin() -> None:
    """Write to stderr, from the level that the settings name."""
    logging.basicConfig(level=settings().log_level.upper(), format=LINE)
    # At its own level it writes down each row of each answer: what people keep here.
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
    for sockets in ("engineio.server", "socketio.server"):  # and these each message
        logging.getLogger(sockets).setLevel(logging.ERROR)
