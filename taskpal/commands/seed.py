"""`seed`: an account with example todos, for trying things out."""

from itertools import islice

import click

from taskpal import security
from taskpal.accounts import queries, service, words
from taskpal.accounts.models import OwnerId
from taskpal.accounts.schemas import new_account
from taskpal.columns import now
from taskpal.commands.examples import examples
from taskpal.database import transaction
from taskpal.start.progress import Progress
from taskpal.todos import service as todos
from taskpal.todos.schemas import NewTodo

EMAIL = "ana@example.com"
PASSWORD = "correct horse battery staple"  # noqa: S105 - known on purpose
BATCH = 500


@click.command()
@click.option("--owner", default=EMAIL, show_default=True, help="Whose they will be.")
@click.option(
    "--todos", "count", default=25, show_default=True, type=click.IntRange(0, 1_000_000)
)
def seed(owner: str, count: int) -> None:
    """Write down example todos, for an account that is made if need be."""
    owner_id = _account(owner)
    wanted = examples(count, now().date())
    with Progress(f"Writing down {count:,} todos", total=count) as progress:
        while batch := list(islice(wanted, BATCH)):
            _add(owner_id, batch)
            progress.advance(len(batch))


def _account(email: str) -> OwnerId:
    with transaction() as session:
        found = queries.account_of(session, email)
        if found is not None:
            return OwnerId(found.id)
        name = email.partition("@")[0].title()
        password_hash = security.hash_password(words.password(PASSWORD))
        made = service.sign_up(
            session, new_account(email, PASSWORD, name), password_hash
        )
    click.echo(f"Made an account: {email} with the password {PASSWORD!r}.")
    return OwnerId(made.id)


def _add(owner_id: OwnerId, batch: list[NewTodo]) -> None:
    with transaction() as session:
        todos.add_many(session, owner_id, batch)
