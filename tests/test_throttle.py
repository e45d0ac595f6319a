from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from taskpal import throttle
from taskpal.errors import TooManyAttempts
from taskpal.settings import settings
from taskpal.throttle import Limit
from tests import services, tries

TWICE = Limit("test-twice", 2, 600)
ONCE = Limit("test-once", 1, 600)
MANY = Limit("test-many", 600, 600)


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
    settings.cache_clear()
    tries.forget()


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


@pytest.fixture
def someone() -> str:
    """Someone of whom no counter has heard."""
    return uuid4().hex


def test_of_many_requests_as_many_pass_as_the_limit_says(someone: str) -> None:
    passed = _spent_at_once(MANY, someone)

    assert MANY.times - MANY.times // throttle.BLOCKS <= passed <= MANY.times


def test_one_who_asks_too_much_slows_down_nobody_else(someone: str) -> None:
    _spent_at_once(ONCE, someone)

    throttle.spend(ONCE, f"not {someone}")


def test_who_asks_too_much_is_told_when_to_come_back(someone: str) -> None:
    _spent_at_once(MANY, someone)

    with pytest.raises(TooManyAttempts, match="Too many requests") as refused:
        throttle.spend(MANY, someone)

    assert 1 <= int(refused.value.headers["Retry-After"]) <= MANY.seconds


def test_requests_of_many_threads_are_all_counted(someone: str) -> None:
    with ThreadPoolExecutor(8) as threads:
        passed = threads.map(lambda _: _spent_at_once(MANY, someone), range(8))

        assert sum(passed) <= MANY.times


def test_who_asks_seldom_is_let_in_however_many_workers_there_are(
    someone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(8):
        monkeypatch.setattr(throttle, "_blocks", throttle._Blocks())  # another worker

        for _ in range(30):
            throttle.spend(MANY, someone)


def test_a_small_limit_of_requests_is_exact(someone: str) -> None:
    assert _spent_at_once(TWICE, someone) == 2


def _spent_at_once(limit: Limit, who: str) -> int:
    """How many requests pass until one is refused."""
    for passed in range(limit.times + 1):
        try:
            throttle.spend(limit, who)
        except TooManyAttempts:
            return passed
    raise AssertionError("nothing was refused")


def test_a_wait_in_words_is_short() -> None:
    assert str(TooManyAttempts(1)).endswith("in a second.")
    assert str(TooManyAttempts(90)).endswith("in 90 seconds.")
    assert str(TooManyAttempts(91)).endswith("in 2 minutes.")
