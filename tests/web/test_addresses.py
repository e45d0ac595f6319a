from collections.abc import Iterator

import pytest
from starlette.requests import Request

from taskpal.settings import WrongSetting, settings
from taskpal.web import addresses


@pytest.fixture(autouse=True)
def _two_proxies(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TASKPAL_TRUSTED_PROXIES", "10.0.0.0/8, 2001:db8::1")
    _forget()
    yield
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    settings.cache_clear()
    addresses._proxies.cache_clear()


def request(peer: str | None, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    client = (peer, 1234) if peer is not None else None
    return Request({"type": "http", "headers": headers, "client": client})


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("203.0.113.9", [], "203.0.113.9"),
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),  # anybody can claim that
        ("10.1.2.3", ["198.51.100.1"], "198.51.100.1"),
        ("10.1.2.3", ["6.6.6.6, 198.51.100.1"], "198.51.100.1"),
        ("10.1.2.3", ["6.6.6.6", "198.51.100.1, 10.9.9.9"], "198.51.100.1"),
        ("10.1.2.3", ["198.51.100.1:4567"], "198.51.100.1"),
        ("10.1.2.3", ["6.6.6.6, rubbish"], "10.1.2.3"),
        ("10.1.2.3", [], "10.1.2.3"),
        ("10.1.2.3", ["10.4.4.4"], "10.4.4.4"),
        ("2001:db8::1", ["2001:db8:7:8:9::a"], "2001:db8:7:8::/64"),
        ("2001:db8::1", ["[2001:db8:7:8::b]:443"], "2001:db8:7:8::/64"),
        ("::ffff:10.1.2.3", ["198.51.100.1"], "198.51.100.1"),
        ("testclient", [], "unknown"),
        (None, ["198.51.100.1"], "unknown"),
    ],
)
def test_a_caller_is_whoever_our_own_proxies_vouch_for(
    peer: str | None, forwarded: list[str], counted: str
) -> None:
    assert addresses.client_address(request(peer, *forwarded)) == counted


def test_a_proxy_that_is_no_address_stops_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TASKPAL_TRUSTED_PROXIES", "nginx")
    settings.cache_clear()

    with pytest.raises(WrongSetting, match="TASKPAL_TRUSTED_PROXIES must be IP"):
        settings()
