"""`users invite` and `users invitations`: links for people to join by."""

from datetime import datetime, timedelta

import click

from taskpal.accounts import invitations as service
from taskpal.accounts import words
from taskpal.accounts.invitations import InvitationView
from taskpal.commands import Record, as_json, show, show_all
from taskpal.database import reading, transaction
from taskpal.errors import BadValues, TaskPalError
from taskpal.settings import settings

MOST_DAYS = 365


class NoSuchInvitation(TaskPalError):
    """It was used, has ended, or never was."""

    def __init__(self, invitation_id: str) -> None:
        super().__init__(f"There is no invitation {invitation_id}.")


@click.command()
@click.option("--email", help="Good for this address only.")
@click.option(
    "--days",
    default=7,
    show_default=True,
    type=click.IntRange(1, MOST_DAYS),
    help="How long it is good.",
)
@as_json
def invite(email: str | None, days: int, as_json: bool) -> None:
    """Print a link by which one person can sign up; it is shown this once."""
    address = _address(email) if email else None
    with transaction() as session:
        token = service.make(session, address, timedelta(days=days))
    link = f"{settings().public_url}/sign-up?invitation={token}"
    if as_json:
        show({"link": link, "email": address or "", "days": days}, as_json)
    else:
        click.echo(link)


@click.group()
def invitations() -> None:
    """The links that nobody has used yet."""


@invitations.command("list")
@as_json
def list_invitations(as_json: bool) -> None:
    """Those that are still good, the first to end first."""
    with reading() as session:
        found = service.all_of_them(session)
    show_all([_record(one) for one in found], as_json, "Nobody is invited.")


@invitations.command()
@click.argument("invitation_id")
def remove(invitation_id: str) -> None:
    """Take an invitation back, by the id that `list` shows."""
    with transaction() as session:
        if not service.remove(session, invitation_id):
            raise NoSuchInvitation(invitation_id)
    click.echo(f"Removed the invitation {invitation_id}.")


def _address(email: str) -> str:
    try:
        return words.email(email)
    except ValueError as error:
        raise BadValues({"email": str(error)}) from None


def _record(one: InvitationView) -> Record:
    return {
        "id": one.id,
        "email": one.email,
        "made_at": _moment(one.made_at),
        "expires_at": _moment(one.expires_at),
    }


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
