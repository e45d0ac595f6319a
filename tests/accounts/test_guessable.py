"""Passwords that would be guessed are refused, and no others."""

import pytest

from taskpal.accounts.guessable import guessable
from taskpal.accounts.schemas import new_account, new_password
from taskpal.errors import BadValues

ABOUT = ("ana.silva@example.com", "Ana Silva")


@pytest.mark.parametrize(
    "password",
    [
        *("password1", "P@ssw0rd!", "iloveyou", "zaq12wsx", "Summer2026!", "letmein!!"),
        *("12345678", "87654321", "abcd1234", "qwertzuiop", "aaaaaaaa", "12121212"),
        *("michael1987", "!!Jennifer!!", "\uff50assword1", "aaaaaaaa" * 20),
        *(
            "ana.silva@example.com",
            "AnaSilva1",
            "silva-2026",
            "example.com",
            "TaskPal1",
        ),
    ],
)
def test_what_others_would_try_first_is_refused(password: str) -> None:
    assert guessable(password, *ABOUT)


@pytest.mark.parametrize(
    "password",
    [
        *("correct horse", "purple-kettle", "x8#kP2qL", "battery staple", "Rd7!uTz0"),
        *(
            "silva plants tulips",
            "жареная картошка",
            "水曜日に魚を食べる",
            "💥🦊🐢🦉🌵🍉🚲🎈",
        ),
    ],
)
def test_others_are_let_through(password: str) -> None:
    assert not guessable(password, *ABOUT)


def test_a_guessable_password_gets_a_sentence_beside_its_field() -> None:
    with pytest.raises(BadValues) as refused:
        new_account("ana@example.com", "password1", "Ana")

    assert refused.value.problems["password"].startswith("This password is easy")
    assert "password1" not in str(refused.value)


def test_a_short_password_is_told_that_it_is_short() -> None:
    with pytest.raises(BadValues) as refused:
        new_password("abc", *ABOUT)

    assert refused.value.problems == {"password": "Use at least 8 characters."}
