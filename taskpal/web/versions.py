"""Versions of what is answered: the tags of it, and requests that depend on them.

A tag is the revision of a thing, which conditions on writing it compare; behind a dot
may follow what else is shown with it and changes by itself, such as how many todos a
list has.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from taskpal.web.answers import HEADERS, answer
from taskpal.web.requests import strong_tags, tags

_TAG = re.compile(r"([0-9]{1,19})(?:\.[0-9]{1,19})?")  # longer ones are slow to read


def only_at(request: Request) -> Collection[int] | None:
    """The revisions that If-Match asks for; None when any will do.

    Raises:
        BadHeader: the header is no list of entity tags.
    """
    named = strong_tags(request.headers.get("if-match"))
    if named is None:
        return None
    return {int(found[1]) for tag in named if (found := _TAG.fullmatch(tag))}


def known(request: Request) -> frozenset[str] | None:
    """The tags that If-None-Match names; empty without one, None for any.

    Raises:
        BadHeader: the header is no list of entity tags.
    """
    header = request.headers.get("if-none-match")
    return frozenset() if header is None else tags(header)


def tagged(
    content: Any,
    tag: str,
    *,
    known: frozenset[str] | None = frozenset(),
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The content with its tag; or only that the caller knows this version."""
    named = {**(headers or {}), "ETag": f'"{tag}"'}
    if known is None or tag in known:
        return Response(status_code=304, headers={**HEADERS, **named})
    return answer(content, status, named)
