from collections.abc import Iterator

import pytest

from taskpal import throttle
from taskpal.errors import TooManyAttempts
from taskpal.settings import settings
from taskpal.throttle import Limit
from tests import services

TWICE = Limit("test-twice", 2, 600)
ONCE = Limit("test-once", 1, 600)


@pytest.fixture(
    params=["memory", pytest.param("valkey", marks=pytest.mark.services), "nowhere"]
)
def _counted_in(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Here, in a real Valkey, and in a Redis that cannot be reached."""
    urls = {"memory": "", "nowhere": "redis://127.0.0.1:1/0"}
    where = request.param
    url = services.valkey() if where == "valkey" else urls[where]
    monkeypatch.setenv("REDIS_URL", url)
    _forget()
    for limit in (TWICE, ONCE):
        throttle.clear(limit, "ana")
        throttle.clear(limit, "ben")
    yield
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for cached in (settings, throttle._counter, throttle._own_counter):
        cached.cache_clear()


pytestmark = pytest.mark.usefixtures("_counted_in")


def test_what_is_within_the_limit_passes_and_the_rest_waits() -> None:
    throttle.hit(TWICE, "ana")
    throttle.hit(TWICE, "ana")

    with pytest.raises(TooManyAttempts) as refused:
        throttle.hit(TWICE, "ana")

    assert 1 <= int(refused.value.headers["Retry-After"]) <= TWICE.seconds


def test_each_is_counted_apart() -> None:
    throttle.hit(ONCE, "ana")

    throttle.hit(ONCE, "ben")
    throttle.hit(TWICE, "ana")
    with pytest.raises(TooManyAttempts):
        throttle.hit(ONCE, "ana")


def test_who_is_made_of_parts_that_do_not_run_together() -> None:
    throttle.hit(ONCE, "an", "a")

    throttle.hit(ONCE, "ana")
    throttle.clear(ONCE, "an", "a")
    throttle.clear(ONCE, "ana")


def test_any_text_can_be_counted() -> None:
    for odd in ("", "\0", "\ud800", "ü" * 100_000, "a b\r\n"):
        throttle.hit(TWICE, odd)
        throttle.clear(TWICE, odd)


def test_a_wait_in_words_is_short() -> None:
    assert str(TooManyAttempts(1)).endswith("in a second.")
    assert str(TooManyAttempts(90)).endswith("in 90 seconds.")
    assert str(TooManyAttempts(91)).endswith("in 2 minutes.")
