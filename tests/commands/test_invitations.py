from urllib.parse import parse_qs, urlsplit

import pytest

from taskpal import database
from taskpal.accounts import invitations
from tests.commands.conftest import Command, printed


def test_an_invitation_is_a_link_that_opens_the_sign_up_page(command: Command) -> None:
    said = command("users", "invite")

    url = urlsplit(said.stdout.strip())
    [token] = parse_qs(url.query)["invitation"]
    assert (url.netloc, url.path) == ("localhost:3000", "/sign-up")
    with database.reading() as session:
        assert invitations.check(session, token) == ""


def test_an_invitation_for_an_address_is_listed_without_its_link(
    command: Command,
) -> None:
    made = printed(
        command(
            "users", "invite", "--email", "ana@example.com", "--days", "1", "--json"
        )
    )

    [listed] = printed(command("users", "invitations", "list", "--json"))

    assert listed["email"] == made["email"] == "ana@example.com"
    token = made["link"].partition("=")[2]
    assert token not in str(listed)
    assert listed["expires_at"] > listed["made_at"]


def test_an_invitation_is_taken_back_by_its_id(command: Command) -> None:
    command("users", "invite")
    [listed] = printed(command("users", "invitations", "list", "--json"))

    gone = command("users", "invitations", "remove", listed["id"])

    assert gone.exit_code == 0
    nobody = command("users", "invitations", "list")
    assert nobody.stdout == "Nobody is invited.\n"
    again = command("users", "invitations", "remove", listed["id"])
    assert again.stderr == f"There is no invitation {listed['id']}.\n"


@pytest.mark.parametrize(
    "words", [("--email", "ana"), ("--days", "0"), ("--days", "366"), ("--days", "x")]
)
def test_an_odd_invitation_is_refused_with_a_sentence(
    command: Command, words: tuple[str, str]
) -> None:
    refused = command("users", "invite", *words)

    assert refused.exit_code != 0
    assert refused.stderr
    assert refused.stdout == ""
