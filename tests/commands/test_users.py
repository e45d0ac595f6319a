import pyotp
import pytest
import redis

from taskpal import database, relay, security
from taskpal.accounts import log, queries, two_step, words
from taskpal.accounts.models import OwnerId
from taskpal.settings import settings
from tests.commands.conftest import Command, printed
from tests.oauth.actors import browser, native, reads_todos
from tests.sessions import sign_in

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


def test_a_forgotten_password_is_replaced_and_everything_signed_out(
    command: Command, ana: OwnerId
) -> None:
    token = sign_in(ana)
    app = native(ana)
    tokens = app.tokens(browser(ana))

    told = command(
        "users", "password", "ANA@example.com", "--password-stdin", typed=PASSWORD
    )

    assert told.exit_code == 0
    assert PASSWORD.strip() not in told.output
    with database.reading() as session:
        assert queries.signed_in(session, token) is None
        found = queries.credentials(session, "ana@example.com")
        [line, *_] = log.lines(session, ana)
    assert found
    assert security.check_password(
        words.password(PASSWORD.strip()), found.password_hash
    )
    assert reads_todos(tokens["access_token"]) == 401
    assert app.refresh(tokens["refresh_token"]).status_code == 400
    said = log.in_words(line.kind, line.detail)
    assert said == "Changed the password: by whoever hosts this TaskPal"


@pytest.mark.parametrize("typed", ["short\n", "password1\n", "ana@example.com\n", "\n"])
def test_a_weak_password_is_not_given_to_anybody(
    command: Command, ana: OwnerId, typed: str
) -> None:
    refused = command(
        "users", "password", "ana@example.com", "--password-stdin", typed=typed
    )

    assert refused.exit_code == 1
    assert refused.stderr.startswith("password: ")


def test_a_second_step_is_turned_off_for_who_lost_it(
    command: Command, ana: OwnerId
) -> None:
    with database.transaction() as session:
        app = pyotp.TOTP(two_step.begin(session, ana, "ana@example.com").secret)
        two_step.confirm(session, ana, app.now())

    assert command("users", "two-step-off", "ana@example.com").exit_code == 0

    with database.reading() as session:
        assert not two_step.state_of(session, ana).on
    again = command("users", "two-step-off", "ana@example.com")
    assert again.stderr == "Two-step sign-in is not on.\n"


@pytest.mark.parametrize("what", ["password", "two-step-off"])
def test_nothing_is_done_for_nobody(command: Command, what: str) -> None:
    refused = command("users", what, "cleo@example.com", typed=PASSWORD * 2)

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
