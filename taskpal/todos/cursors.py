"""Cursors: where the next page of a list begins, safe to put in a URL.

A cursor holds the sort keys of a page's last row. It is signed together with the owner
and what was asked for: one that was altered, or is someone else's, is refused.
"""

import base64
from collections.abc import Sequence
from typing import Any

import orjson

from taskpal import security
from taskpal.accounts.models import OwnerId
from taskpal.errors import BadValues

_SIGNATURE = 32


def made(owner_id: OwnerId, asked: Any, keys: Sequence[Any]) -> str:
    """The cursor behind the row with these keys, for whoever asked for this."""
    text = orjson.dumps(keys).decode()
    signed = _signature(owner_id, asked, text) + text
    return base64.urlsafe_b64encode(signed.encode()).decode().rstrip("=")


def read(owner_id: OwnerId, asked: Any, cursor: str) -> list[Any]:
    """The keys of the row that the cursor stands behind.

    Raises:
        BadValues: it was not made for this owner and what is asked for.
    """
    signature, text = _split(cursor)
    if not security.same(signature, _signature(owner_id, asked, text)):
        raise _refused()
    keys: list[Any] = orjson.loads(text)
    return keys


def _split(cursor: str) -> tuple[str, str]:
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        signed = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except ValueError:
        raise _refused() from None
    return signed[:_SIGNATURE], signed[_SIGNATURE:]


def _signature(owner_id: OwnerId, asked: Any, text: str) -> str:
    made_for = orjson.dumps([owner_id, asked, text])
    return security.sign("cursor", made_for.decode())[:_SIGNATURE]


def _refused() -> BadValues:
    return BadValues(
        {"cursor": "does not belong to this list; leave it out to begin again"}
    )
