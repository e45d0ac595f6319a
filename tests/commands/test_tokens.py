import pytest

from taskpal.database import reading
from taskpal.oauth import service
from taskpal.oauth.errors import TokenUnknown
from tests.commands.conftest import Command, printed

OWNER = ("--owner", "ana@example.com")
ADD = ("tokens", "add", *OWNER, "--json")


def acts_for(token: str) -> str:
    with reading() as session:
        return service.authenticate(session, token, "todos:read").owner_id


def test_a_personal_token_acts_for_its_owner(command: Command, ana: str) -> None:
    made = printed(command(*ADD, "--scope", "todos:read", "--name", "Backup"))

    assert made["name"] == "Backup"
    assert acts_for(made["token"]) == ana


def test_a_scope_that_does_not_exist_is_refused(command: Command, ana: str) -> None:
    refused = command(*ADD, "--scope", "todos:everything")

    assert refused.exit_code == 1
    assert refused.stderr.startswith("scope: ")


def test_tokens_are_listed_by_name_and_never_shown_again(
    command: Command, ana: str
) -> None:
    made = printed(command(*ADD, "--scope", "todos:read", "--name", "Backup"))

    listed = command("tokens", "list", *OWNER, "--json")

    [token] = printed(listed)
    assert token["name"] == "Backup"
    assert token["may"] == "See your todos"
    assert token["last_used"] == "never"
    assert made["token"] not in listed.stdout


def test_a_removed_token_works_no_longer(command: Command, ana: str) -> None:
    made = printed(command(*ADD, "--scope", "todos:read"))
    [token] = printed(command("tokens", "list", *OWNER, "--json"))

    removed = command("tokens", "remove", token["id"], *OWNER)

    assert removed.stdout == "Revoked.\n"
    with pytest.raises(TokenUnknown):
        acts_for(made["token"])


def test_removing_an_unknown_token_is_told(command: Command, ana: str) -> None:
    refused = command("tokens", "remove", "nonsense", *OWNER)

    assert refused.exit_code == 1
    assert refused.stderr == "That token is no longer here.\n"
