import pytest

from taskpal.database import reading
from taskpal.oauth import service
from tests.commands.conftest import Command, printed

GPT = ("clients", "add", "--kind", "gpt", "--name", "My GPT", "--json")
OWNER = ("--owner", "ana@example.com")


def test_a_gpt_client_comes_with_all_that_the_editor_asks_for(
    command: Command, ana: str
) -> None:
    made = printed(command(*GPT, *OWNER))

    assert made["client_secret"]
    assert made["authorization_url"] == "http://localhost:3000/oauth/authorize"
    assert made["token_url"] == "http://localhost:3000/oauth/token"
    assert made["schema_url"] == "http://localhost:3000/gpt/openapi.json"
    assert "todos:read" in made["scope"]


def test_a_listed_client_does_not_show_its_secret(command: Command, ana: str) -> None:
    made = printed(command(*GPT, *OWNER))

    listed = printed(command("clients", "list", "--json"))

    assert [client["client_id"] for client in listed] == [made["client_id"]]
    assert "client_secret" not in listed[0]


def test_a_native_client_has_no_secret(command: Command, ana: str) -> None:
    native = ("clients", "add", "--kind", "native", "--name", "Shell", "--json")

    made = printed(command(*native, *OWNER, "--redirect-uri", "http://127.0.0.1/cb"))

    assert made["redirect_uris"] == ["http://127.0.0.1/cb"]
    assert "client_secret" not in made


def test_a_web_client_comes_with_its_secret(command: Command, ana: str) -> None:
    web = ("clients", "add", "--kind", "web", "--name", "Site", "--json", *OWNER)

    made = printed(command(*web, "--redirect-uri", "https://site.example/callback"))

    assert made["client_secret"]
    assert "schema_url" not in made


def test_a_device_is_told_where_it_gets_its_codes(command: Command, ana: str) -> None:
    device = ("clients", "add", "--kind", "device", "--name", "Clock", "--json", *OWNER)

    made = printed(command(*device))

    endpoint = "http://localhost:3000/oauth/device_authorization"
    assert made["device_authorization_url"] == endpoint
    assert "authorization_url" not in made
    assert "client_secret" not in made


@pytest.mark.parametrize("kind", ["", "GPT", "other"])
def test_kinds_that_do_not_exist_are_refused(
    command: Command, ana: str, kind: str
) -> None:
    refused = command("clients", "add", "--kind", kind, "--name", "X", *OWNER)

    assert refused.exit_code == 1
    assert refused.stderr == "kind: Choose one of gpt, web, native, device.\n"


def test_a_removed_client_is_gone(command: Command, ana: str) -> None:
    made = printed(command(*GPT, *OWNER))

    removed = command("clients", "remove", made["client_id"])

    assert removed.exit_code == 0
    assert command("clients", "list").stdout == "There are no apps yet.\n"


def test_removing_an_unknown_client_is_told(command: Command) -> None:
    refused = command("clients", "remove", "nobody")

    assert refused.exit_code == 1
    assert refused.stderr


def test_a_personal_token_acts_for_its_owner(command: Command, ana: str) -> None:
    words = ("tokens", "add", *OWNER, "--scope", "todos:read", "--json")

    made = printed(command(*words))

    with reading() as session:
        caller = service.authenticate(session, made["token"], "todos:read")
    assert caller.owner_id == ana


def test_a_scope_that_does_not_exist_is_refused(command: Command, ana: str) -> None:
    refused = command("tokens", "add", *OWNER, "--scope", "todos:everything")

    assert refused.exit_code == 1
    assert refused.stderr.startswith("scope: ")
