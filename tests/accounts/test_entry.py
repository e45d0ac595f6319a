"""How guesses are slowed down, and who is not kept out by them."""

import asyncio

import pytest

from taskpal.accounts import entry, passwords
from taskpal.accounts.doorstep import Visitor, known_as
from taskpal.accounts.errors import WrongCredentials
from taskpal.accounts.schemas import new_account
from taskpal.errors import TooManyAttempts
from taskpal.throttle import Limit
from tests.accounts.conftest import PASSWORD, Browser

ANA = "ana@example.com"
HOME = Visitor("192.0.2.1")


@pytest.fixture(autouse=True)
async def _ana_has_an_account(db: None) -> None:
    await entry.sign_up(HOME, new_account(ANA, PASSWORD))


async def guess(visitor: Visitor, times: int, email: str = ANA) -> None:
    for _ in range(times):
        with pytest.raises(WrongCredentials):
            await entry.sign_in(visitor, email, "a guess")


async def test_guessing_from_one_place_is_stopped_and_says_for_how_long() -> None:
    await guess(HOME, entry.FROM_HERE.times)

    with pytest.raises(TooManyAttempts) as stopped:
        await entry.sign_in(HOME, ANA, PASSWORD)

    wait = int(stopped.value.headers["Retry-After"])
    assert 1 <= wait <= entry.FROM_HERE.seconds


async def test_a_stranger_who_guesses_does_not_keep_the_owner_out() -> None:
    stranger = Visitor("203.0.113.9")
    await guess(stranger, entry.FROM_HERE.times)

    assert await entry.sign_in(HOME, ANA, PASSWORD)


async def test_strangers_from_everywhere_are_stopped_but_not_a_browser_known_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(entry, "TO_ACCOUNT", Limit("sign-in-to-account", 4, 300))
    for host in range(4):
        await guess(Visitor(f"203.0.113.{host}"), 1)
    with pytest.raises(TooManyAttempts):
        await entry.sign_in(Visitor("198.51.100.1"), ANA, PASSWORD)

    known = Visitor("198.51.100.1", known_as=known_as(ANA))

    assert await entry.sign_in(known, ANA, PASSWORD)


async def test_trying_many_accounts_from_one_place_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(entry, "BY_ADDRESS", Limit("sign-in-by-address", 3, 300))
    for number in range(3):
        await guess(HOME, 1, f"{number}@example.com")

    with pytest.raises(TooManyAttempts):
        await entry.sign_in(HOME, "4@example.com", "a guess")


async def test_a_browser_is_known_to_its_own_account_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(entry, "TO_ACCOUNT", Limit("sign-in-to-account", 1, 300))
    known_to_ben = Visitor("203.0.113.9", known_as=known_as("ben@example.com"))
    await guess(known_to_ben, 1)

    with pytest.raises(TooManyAttempts):
        await entry.sign_in(known_to_ben, ANA, PASSWORD)


async def test_the_right_password_forgets_the_slips_before_it() -> None:
    await guess(HOME, entry.FROM_HERE.times - 1)
    await entry.sign_in(HOME, ANA, PASSWORD)

    await guess(HOME, entry.FROM_HERE.times - 1)


async def test_accounts_are_not_made_by_the_dozen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(entry, "NEW_ACCOUNTS", Limit("sign-up-by-address", 1, 3600))
    stranger = Visitor("203.0.113.9")
    await entry.sign_up(stranger, new_account("1@example.com", PASSWORD))

    with pytest.raises(TooManyAttempts):
        await entry.sign_up(stranger, new_account("2@example.com", PASSWORD))


async def test_a_crowd_is_asked_to_come_back_instead_of_queueing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "MOST_WAITING", 2)

    crowd = [passwords.hashed(PASSWORD) for _ in range(3)]
    ends = await asyncio.gather(*crowd, return_exceptions=True)

    assert [type(end) for end in ends] == [str, str, TooManyAttempts]
    assert await passwords.fits(PASSWORD, ends[0])  # and then there is room again


async def test_an_account_without_a_real_password_lets_nobody_in() -> None:
    assert not await passwords.fits("-", "-")
    assert not await passwords.fits("", None)


def test_the_page_says_when_to_come_back(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry, "FROM_HERE", Limit("sign-in-from-here", 1, 300))
    browser.sign_in("ana", "a guess")

    page = browser.sign_in("ana", "another guess")

    assert page.status_code == 429
    assert int(page.headers["retry-after"]) >= 1
    assert "Too many attempts. Try again in" in page.text
