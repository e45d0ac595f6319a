"""The command line: `python -m taskpal`."""

from typing import Any

import click

from taskpal import relay
from taskpal.commands import CommandLine
from taskpal.commands.clients import clients
from taskpal.commands.exchange import export, import_
from taskpal.commands.parse import parse
from taskpal.commands.seed import seed
from taskpal.commands.tokens import tokens
from taskpal.commands.users import users
from taskpal.settings import settings
from taskpal.start import environment

# What these change shows on open dashboards too, when there is Redis to tell them by.
KEEPS_RECORDS = frozenset({"seed", "users", "clients", "tokens", "import"})


@click.group(cls=CommandLine)
@click.pass_context
def main(context: click.Context) -> None:
    """TaskPal: the todo app you talk to."""
    if context.invoked_subcommand in KEEPS_RECORDS and (url := settings().redis_url):
        context.call_on_close(relay.tell_the_server(url))


@main.command()
@click.option("--host", help="Address to listen on; 0.0.0.0 for every one.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), help="How many processes.")
def serve(**chosen: Any) -> None:
    """Build the front end if it is stale, migrate the database, and serve."""
    from taskpal.start import serving

    environment.override(
        TASKPAL_HOST=chosen["host"],
        PORT=chosen["port"],
        TASKPAL_WORKERS=chosen["workers"],
    )
    serving.serve()


@main.command()
def dev() -> None:
    """Serve, rebuilding and reloading whenever a source changes."""
    from taskpal.start import serving

    serving.develop()


@main.command()
def migrate() -> None:
    """Bring the database to the newest version."""
    from taskpal.start import serving

    serving.migrate()
    click.echo("The database is up to date.")


@main.command()
def build() -> None:
    """Build the front end if it is stale, and stop."""
    from taskpal.start import frontend

    frontend.ensure_built()
    click.echo("The front end is up to date.")


main.add_command(seed)
main.add_command(users)
main.add_command(clients)
main.add_command(tokens)
main.add_command(parse)
main.add_command(export)
main.add_command(import_)

if __name__ == "__main__":
    main(prog_name="python -m taskpal")
