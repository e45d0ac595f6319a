"""`users`: the people who have an account here."""

import sys

import click

from taskpal import security
from taskpal.accounts import log, queries, service, two_step, words
from taskpal.accounts.models import Account
from taskpal.accounts.schemas import new_account, new_password
from taskpal.commands import Record, as_json, people, show, show_all
from taskpal.commands.invitations import invitations, invite
from taskpal.database import reading, transaction
from taskpal.oauth import service as oauth

PAGE = 100


@click.group()
def users() -> None:
    """The people who have an account here."""


@users.command()
@click.argument("email")
@click.option("--name", default="", help="What to call them.")
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin.")
@as_json
def add(email: str, name: str, password_stdin: bool, as_json: bool) -> None:
    """Make an account."""
    new = new_account(email, _password(password_stdin), name)
    password_hash = security.hash_password(words.password(new.password))
    with transaction() as session:
        made = service.sign_up(session, new, password_hash)
    show(_record(made), as_json)


@users.command("list")
@as_json
def list_users(as_json: bool) -> None:
    """Everyone, by address."""
    found: list[Account] = []
    with reading() as session:
        while page := queries.accounts(
            session, after=found[-1].email_key if found else "", most=PAGE
        ):
            found += page
    show_all([_record(one) for one in found], as_json, "Nobody has an account yet.")


@users.command()
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(email: str, yes: bool) -> None:
    """Remove an account and everything in it."""
    if not yes and sys.stdin.isatty():
        click.confirm(f"Remove {email} with all their todos?", abort=True)
    with transaction() as session:
        service.remove(session, people.owner(session, email))
    click.echo(f"Removed {email}.")


@users.command()
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin.")
def password(email: str, password_stdin: bool) -> None:
    """Give somebody who forgot theirs a new password.

    Every session, token and app of theirs is signed out. A code is still asked where
    two-step sign-in is on.
    """
    with reading() as session:
        account = people.account(session, email)
    new = new_password(_password(password_stdin), account.email, account.name)
    password_hash = security.hash_password(words.password(new))
    with transaction() as session:
        owner_id = people.owner(session, email)
        service.set_password(session, owner_id, password_hash)
        oauth.end_everything(session, owner_id)
    click.echo(f"{account.email} has a new password and is signed out everywhere.")


@users.command("two-step-off")
@click.argument("email")
def two_step_off(email: str) -> None:
    """Let somebody sign in without a code, who lost theirs and the recovery codes."""
    with transaction() as session:
        two_step.turn_off(session, people.owner(session, email), by=log.BY_HOST)
    click.echo(f"{email} signs in without a code now.")


users.add_command(invite)
users.add_command(invitations)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return click.prompt("Password", hide_input=True, confirmation_prompt=True)


def _record(account: Account) -> Record:
    return {
        "id": account.id,
        "email": account.email,
        "name": account.name,
        "created_at": account.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
