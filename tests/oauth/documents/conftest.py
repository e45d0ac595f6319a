"""What the tests of documents share: a website, and TaskPal reading from it."""

from collections.abc import Iterator

import pytest

from taskpal.oauth.documents import service
from tests.oauth.documents import website
from tests.oauth.documents.website import Website


@pytest.fixture
def site() -> Iterator[Website]:
    with website.running() as started:
        yield started


@pytest.fixture
def read_from_site(site: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    """TaskPal takes every name for this machine, and trusts the website's authority."""
    fetcher = site.fetcher()
    monkeypatch.setattr(service, "fetcher", lambda: fetcher)
