"""What /settings says of what was done on a plain page, and of nothing else."""

import time

import pytest

from taskpal.account_settings import notices

HERE = "a" * 64


def written(address: str) -> str:
    return address.partition("?done=")[2]


def test_the_page_says_what_was_done() -> None:
    made = written(notices.address(HERE, "off"))

    assert notices.sentence(HERE, made) == "Two-step sign-in is off."


def test_an_address_is_good_in_one_browser_only() -> None:
    made = written(notices.address(HERE, "off"))

    assert notices.sentence("b" * 64, made) == ""


def test_an_address_is_good_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    made = written(notices.address(HERE, "off"))
    later = time.time() + notices.FRESH + 1
    monkeypatch.setattr("taskpal.account_settings.notices.time.time", lambda: later)

    assert notices.sentence(HERE, made) == ""


@pytest.mark.parametrize(
    "made_up",
    [
        "",
        "off",
        "off.1.2",
        "off.1700000000." + "0" * 32,
        "x" * 9999,
        "off.٣." + "0" * 32,
    ],
)
def test_what_was_made_up_says_nothing(made_up: str) -> None:
    assert notices.sentence(HERE, made_up) == ""


def test_a_sentence_cannot_be_swapped_for_another() -> None:
    made = written(notices.address(HERE, "off")).replace("off", "password")

    assert notices.sentence(HERE, made) == ""
