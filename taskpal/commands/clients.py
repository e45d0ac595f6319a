"""`clients`: the apps that may ask people for access."""

import click
from sqlmodel import col, select

from taskpal.accounts.models import Account
from taskpal.commands import Record, as_json, people, show, show_all
from taskpal.database import reading, transaction
from taskpal.oauth import clients as service
from taskpal.oauth import queries, scopes
from taskpal.oauth.errors import ClientNotFound
from taskpal.oauth.models import Client
from taskpal.oauth.schemas import DEVICE, GPT, NewClient
from taskpal.settings import settings


@click.group()
def clients() -> None:
    """The apps that may ask people for access."""


@clients.command()
@click.option("--kind", required=True, help="gpt, web, native or device.")
@click.option("--name", required=True, help="What people read when they are asked.")
@click.option("--owner", required=True, help="Address of the account that keeps it.")
@click.option("--redirect-uri", "uris", multiple=True, help="May be given again.")
@as_json
def add(kind: str, name: str, owner: str, uris: tuple[str, ...], as_json: bool) -> None:
    """Set up an app; its secret is shown this once."""
    with transaction() as session:
        owner_id = people.owner(session, owner)
        client, secret = service.make_client(
            session, owner_id, NewClient(kind, name, uris)
        )
    show(_record(client) | _for_its_builder(client, secret), as_json)


@clients.command("list")
@as_json
def list_clients(as_json: bool) -> None:
    """Every app, oldest first."""
    with reading() as session:
        found = session.exec(
            select(Client, Account.email)
            .outerjoin(Account)
            .order_by(col(Client.created_at), col(Client.id))
        ).all()
    records = [
        {**_record(client), "kept_by": email or client.document_url or "itself"}
        for client, email in found
    ]
    show_all(records, as_json, "There are no apps yet.")


@clients.command()
@click.argument("client_id")
def remove(client_id: str) -> None:
    """Remove an app; whatever access it has ends at once."""
    with transaction() as session:
        client = queries.client(session, client_id)
        if client is None:
            raise ClientNotFound
        service.remove_anyones(session, client)
    click.echo(f"Removed {client.name}.")


def _record(client: Client) -> Record:
    return {
        "client_id": client.id,
        "kind": client.kind,
        "name": client.name,
        "redirect_uris": client.redirect_uris,
    }


def _for_its_builder(client: Client, secret: str | None) -> Record:
    """What is typed into the app, or into ChatGPT's editor, beside the client's id."""
    own = settings().public_url
    device = {"device_authorization_url": f"{own}/oauth/device_authorization"}
    browser = {"authorization_url": f"{own}/oauth/authorize"}
    addresses = {
        **(device if client.kind == DEVICE else browser),
        "token_url": f"{own}/oauth/token",
        "scope": scopes.DEFAULT,
    }
    shown_once = {"client_secret": secret} if secret else {}
    schema = {"schema_url": f"{own}/gpt/openapi.json"} if client.kind == GPT else {}
    return {**shown_once, **addresses, **schema}
