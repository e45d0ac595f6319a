import pytest

from taskpal.accounts.destination import destination, sign_in_address


@pytest.mark.parametrize(
    "ours",
    [
        "/inbox",
        "/settings/account?tab=1#top",
        "/oauth/authorize?response_type=code&scope=&state=a%20b&redirect_uri=https%3A%2F%2Fchatgpt.com%2Faip",
        "/todo/abc",
        "/%2F/evil.example",
        "/@evil.example",
        "/https://evil.example",
        "/[::1]",
    ],
)
def test_a_page_of_ours_is_where_one_goes_on(ours: str) -> None:
    assert destination(ours) == ours


@pytest.mark.parametrize(
    "hostile",
    [
        None,
        "",
        "inbox",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/in\\box",
        "https://evil.example/",
        "https:/evil.example",
        "javascript:alert(1)",
        " /inbox",
        "/\t/evil.example",
        "/\n/evil.example",
        "/inbox\r\nSet-Cookie: a=b",
        "/in box",
        "/inbox\x00",
        "/inbox\x7f",
        "/inbox\x85",
        "/ïnbox",
        "/\ud800",
        "/" + "a" * 8001,
    ],
)
def test_anything_else_leads_to_the_inbox(hostile: str | None) -> None:
    assert destination(hostile) == "/inbox"


@pytest.mark.parametrize(
    "door", ["/", "/sign-in?next=/sign-in", "/sign-up", "/sign-out"]
)
def test_signing_in_never_leads_back_to_a_door(door: str) -> None:
    assert destination(door) == "/inbox"


def test_the_address_to_sign_in_keeps_the_whole_query() -> None:
    address = sign_in_address("/device?user_code=BCDF-GHJK&a=1")

    assert address == "/sign-in?next=/device%3Fuser_code%3DBCDF-GHJK%26a%3D1"
