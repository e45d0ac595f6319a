"""`tokens`: personal access tokens, for the owner's own scripts."""

import click

from taskpal.commands import Record, as_json, people, show, show_all
from taskpal.database import reading, transaction
from taskpal.oauth import queries, service
from taskpal.oauth.schemas import PersonalTokenView

owned = click.option("--owner", required=True, help="Address of the account.")


@click.group()
def tokens() -> None:
    """Personal access tokens, for scripts."""


@tokens.command()
@owned
@click.option("--scope", required=True, help='Such as "todos:read todos:write".')
@click.option("--days", default=30, show_default=True, help="How long it works.")
@click.option("--name", default="", help="What it is for.")
@as_json
def add(owner: str, scope: str, days: int, name: str, as_json: bool) -> None:
    """Make a token; it is shown this once."""
    with transaction() as session:
        owner_id = people.owner(session, owner)
        token = service.make_personal_token(session, owner_id, scope, days, name)
    made = {"token": token, "owner": owner, "scope": scope, "days": days}
    show(made | {"name": name}, as_json)


@tokens.command("list")
@owned
@as_json
def list_tokens(owner: str, as_json: bool) -> None:
    """The tokens of an account that still work, newest first."""
    with reading() as session:
        found = queries.personal_tokens(session, people.owner(session, owner))
    nothing = f"{owner} has no personal tokens."
    show_all([_record(token) for token in found], as_json, nothing)


@tokens.command()
@owned
@click.argument("token_id")
def remove(owner: str, token_id: str) -> None:
    """Revoke a token, by the id that `list` shows."""
    with transaction() as session:
        owner_id = people.owner(session, owner)
        service.revoke_personal_token(session, owner_id, token_id)
    click.echo("Revoked.")


def _record(token: PersonalTokenView) -> Record:
    used = token.last_used_at
    return {
        "id": token.id,
        "name": token.name,
        "may": "; ".join(token.scopes),
        "expires": f"{token.expires_at:%Y-%m-%d}",
        "last_used": f"{used:%Y-%m-%d}" if used else "never",
    }
