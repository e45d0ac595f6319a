import pytest

from taskpal.database import transaction
from taskpal.oauth.models import Client
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


def test_the_host_removes_an_app_that_set_itself_up(command: Command) -> None:
    with transaction() as session:
        session.add(Client(id="itself", kind="native", name="Unattended"))

    listed = printed(command("clients", "list", "--json"))
    removed = command("clients", "remove", "itself")

    assert listed[0]["kept_by"] == "itself"
    assert removed.stdout == "Removed Unattended.\n"
    assert command("clients", "list").stdout == "There are no apps yet.\n"


@pytest.mark.parametrize("client_id", ["a\0b", "\udcff", "é"])
def test_an_id_that_cannot_be_one_is_told(command: Command, client_id: str) -> None:
    assert command("clients", "remove", client_id).exit_code == 1
