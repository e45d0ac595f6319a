import pytest

from taskpal.accounts import words


@pytest.mark.parametrize(
    "address",
    [
        "ana@example.com",
        " ana@example.com ",
        "ana+todo@sub.example.co.uk",
        "ana@localhost",
        "zoë@bücher.example",
        "o'neill@example.com",
        "山田@例え.jp",
    ],
)
def test_an_address_people_really_have_is_accepted(address: str) -> None:
    assert words.email(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "   ",
        "ana",
        "@example.com",
        "ana@",
        "ana@@example.com",
        "ana@b@example.com",
        "an a@example.com",
        "ana@exam ple.com",
        "ana@.example.com",
        "ana@example..com",
        "ana@example.com.",
        "ana@-example.com",
        "ana@example.com\nBcc: x@y.z",
        "ana\0@example.com",
        "ana\ud800@example.com",
        "<ana@example.com>",
        "\u202eana@example.com",
        "an\u200ba@example.com",
        "ana@" + "a" * 260,
        "a" * 65 + "@example.com",
        "ß" * 64 + "@" + "ß" * 120 + ".de",
    ],
)
def test_an_address_nobody_has_is_refused_with_a_sentence(address: str) -> None:
    with pytest.raises(ValueError, match=r"^(Enter|An) .+\.$"):
        words.email(address)


def test_addresses_that_look_the_same_are_the_same() -> None:
    keys = {
        words.email_key(address)
        for address in (
            "ana@example.com",
            "Ana@Example.COM",
            "\uff41\uff4e\uff41@example.com",  # full-width letters
        )
    }

    assert keys == {"ana@example.com"}


def test_a_password_is_the_same_however_a_keyboard_composes_it() -> None:
    assert words.password("pass\u00e9word") == words.password("passe\u0301word")


def test_a_name_is_tidied() -> None:
    assert words.name("  Ana \t María ") == "Ana María"
    assert words.name("Ana 👩‍🚀") == "Ana 👩‍🚀"


@pytest.mark.parametrize("name", ["a" * 101, "An\x07a", "Ana\ud800", "\u202eAna"])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"^Use .+\.$"):
        words.name(name)
