import pytest
import redis

from taskpal import relay
from taskpal.settings import settings
from tests.commands.conftest import Command, printed

PASSWORD = "correct horse battery staple\n"


def test_an_account_is_made_with_a_password_from_stdin(command: Command) -> None:
    added = command(
        "users", "add", "Ana@Example.com", "--password-stdin", "--json", typed=PASSWORD
    )

    listed = printed(command("users", "list", "--json"))
    assert listed == [printed(added)]
    assert listed[0]["email"] == "Ana@Example.com"


def test_without_the_option_the_password_is_asked_for_twice(command: Command) -> None:
    added = command("users", "add", "ana@example.com", typed=PASSWORD * 2)

    assert added.exit_code == 0
    assert "ana@example.com" in added.stdout


def test_an_address_has_one_account(command: Command) -> None:
    command("users", "add", "ana@example.com", "--password-stdin", typed=PASSWORD)

    again = command(
        "users", "add", "ANA@example.com", "--password-stdin", typed=PASSWORD
    )

    assert again.exit_code == 1
    assert again.stderr == "email: There is already an account with this address.\n"


def test_each_wrong_value_gets_its_sentence(command: Command) -> None:
    refused = command("users", "add", "ana", "--password-stdin", typed="short\n")

    assert refused.exit_code == 1
    assert "email: " in refused.stderr
    assert "password: " in refused.stderr
    assert refused.stdout == ""


def test_a_removed_account_is_gone(command: Command, ana: str) -> None:
    removed = command("users", "remove", "ana@example.com")

    assert removed.stdout == "Removed ana@example.com.\n"
    assert command("users", "list").stdout == "Nobody has an account yet.\n"


def test_removing_nobody_is_told(command: Command) -> None:
    refused = command("users", "remove", "cleo@example.com")

    assert refused.exit_code == 1
    assert refused.stderr == "There is no account with the address cleo@example.com.\n"


@pytest.mark.services
def test_a_running_server_hears_of_it_over_redis(
    command: Command, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("users", "add", "ana@example.com", "--password-stdin", typed=PASSWORD)
    monkeypatch.setattr(settings(), "redis_url", redis_url)
    with redis.Redis.from_url(redis_url) as server, server.pubsub() as channel:
        channel.subscribe(relay.CHANNEL)
        assert channel.get_message(timeout=5)  # that it is subscribed

        command("users", "remove", "ana@example.com")

        heard = channel.get_message(timeout=5)
        assert heard
        assert b"signed out" in heard["data"]
