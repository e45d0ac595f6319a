"""`tokens`: personal access tokens, for the owner's own scripts."""

import click

from taskpal.commands import as_json, people, show
from taskpal.database import transaction
from taskpal.oauth import service


@click.group()
def tokens() -> None:
    """Personal access tokens, for scripts."""


@tokens.command()
@click.option("--owner", required=True, help="Address of the account it acts for.")
@click.option("--scope", required=True, help='Such as "todos:read todos:write".')
@click.option("--days", default=30, show_default=True, help="How long it works.")
@as_json
def add(owner: str, scope: str, days: int, as_json: bool) -> None:
    """Make a token; it is shown this once."""
    with transaction() as session:
        owner_id = people.owner(session, owner)
        token = service.make_personal_token(session, owner_id, scope, days)
    show({"token": token, "owner": owner, "scope": scope, "days": days}, as_json)
