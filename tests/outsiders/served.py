"""TaskPal as these tests serve it: it reads apps' documents from a website of theirs.

That website is on this machine, where TaskPal would never go by itself.
"""

import os
import ssl

from fastapi import FastAPI

from taskpal import http as taskpal
from taskpal.oauth.documents import service
from taskpal.oauth.documents.fetching import Fetcher

AUTHORITY = "OUTSIDERS_AUTHORITY"  # the file of the certificate it trusts


def http() -> FastAPI:
    """The app, with every website's name leading here."""
    known = ssl.create_default_context(cafile=os.environ[AUTHORITY])
    fetcher = Fetcher(_resolve, lambda _address: True, known)
    service.fetcher = lambda: fetcher  # type: ignore[assignment]
    return taskpal.http()


async def _resolve(_host: str) -> list[str]:
    return ["127.0.0.1"]
