"""Tokens for a user's scripts on the page /connections."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.assistant.connecting.state import ConnectionsState
from taskpal.columns import now
from taskpal.oauth import service
from taskpal.oauth.errors import TokenRefused


def a_token(**fields: str) -> dict[str, str]:
    return {"name": "Morning report", "todos:read": "on", "days": "30"} | fields


def owner_by(token: str, scope: str = "todos:read") -> OwnerId:
    with database.transaction() as session:
        return service.authenticate(session, token, scope).owner_id


async def test_a_token_is_shown_works_and_allows_what_was_ticked(
    anas: ConnectionsState, ana: OwnerId
) -> None:
    await anas.make_token(a_token(**{"todos:write": "on"}))

    (row,) = anas.tokens
    assert anas.new_token == row.id
    assert row.name == "Morning report"
    assert row.scopes[0] == "See your todos"
    assert len(row.scopes) == 2
    assert owner_by(anas.token, "todos:write") == ana


@pytest.mark.parametrize("days", ["7", "30", "90", "365"])
async def test_a_token_lasts_as_long_as_was_chosen(
    anas: ConnectionsState, days: str
) -> None:
    await anas.make_token(a_token(days=days))

    lasts = datetime.fromisoformat(anas.tokens[0].expires) - now()
    assert timedelta() < timedelta(days=int(days)) - lasts < timedelta(minutes=1)


async def test_a_token_is_gone_from_the_page_once_the_browser_has_it(
    anas: ConnectionsState, page_of: Callable[..., ConnectionsState], ana: OwnerId
) -> None:
    await anas.make_token(a_token())
    token = anas.token

    await anas.secret_kept()

    assert token not in str(anas.dict())
    other_tab = page_of(ana)
    await other_tab.load()
    assert len(other_tab.tokens) == 1
    assert token not in str(other_tab.dict())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "100"),
        ({"todos:read": ""}, "Tick"),
        ({"days": "8"}, "expires"),
        ({"days": ""}, "expires"),
        ({"days": "soon"}, "expires"),
    ],
)
async def test_what_is_wrong_with_a_token_is_said_beside_the_form(
    anas: ConnectionsState, wrong: dict[str, str], said: str
) -> None:
    await anas.make_token(a_token() | wrong)

    assert said in anas.problem
    assert anas.problem_at == "token"
    assert (anas.tokens, anas.token) == ([], "")


async def test_a_revoked_token_is_refused_at_once(anas: ConnectionsState) -> None:
    await anas.make_token(a_token())
    token = anas.token

    await anas.revoke_token(anas.tokens[0].id)

    assert (anas.tokens, anas.new_token, anas.token) == ([], "", "")
    with pytest.raises(TokenRefused):
        owner_by(token)


async def test_making_a_token_shows_no_secret_of_an_app(anas: ConnectionsState) -> None:
    await anas.make_gpt({"name": "Errand helper"})

    await anas.make_token(a_token())

    assert anas.secret == ""
    assert anas.token.startswith("tp_pat_")
