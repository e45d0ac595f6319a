"""`seed`: an account with example todos, for trying things out."""

from itertools import islice

import click

from taskpal import acting, security
from taskpal.accounts import queries, service, words
from taskpal.accounts.models import OwnerId
from taskpal.accounts.schemas import new_account
from taskpal.columns import now
from taskpal.commands import household
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
    """Write down example todos in somebody's Inbox.

    The account is made if need be; then it gets lists, labels, recurring todos,
    comments and filters too.
    """
    owner_id = _account(owner)
    wanted = examples(count, now().date())
    with Progress(f"Writing down {count:,} todos", total=count) as progress:
        while batch := list(islice(wanted, BATCH)):
            _add(owner_id, batch)
            progress.advance(len(batch))


def _account(email: str) -> OwnerId:
    with transaction() as session:
        acting.acts(session, acting.COMMAND)
        found = queries.account_of(session, email)
        if found is not None:
            return OwnerId(found.id)
        name = email.partition("@")[0].title()
        password_hash = security.hash_password(words.password(PASSWORD))
        new = new_account(email, PASSWORD, name)
        made = service.sign_up(session, new, password_hash)
        household.furnish(session, OwnerId(made.id))
    click.echo(f"Made an account: {email} with the password {PASSWORD!r}.")
    return OwnerId(made.id)


def _add(owner_id: OwnerId, batch: list[NewTodo]) -> None:
    with transaction() as session:
        acting.acts(session, acting.COMMAND)
        todos.add_many(session, owner_id, batch)
