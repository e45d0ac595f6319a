"""The command line: `python -m taskpal`."""

from typing import Any

import click

from taskpal.commands import CommandLine

# What these change shows on open dashboards too, when there is Redis to tell them by.
KEEPS_RECORDS = frozenset({"seed", "users", "clients", "tokens", "import"})

# Where the others are; each is imported by who asks for it, so that all start at once.
COMMANDS = {
    "seed": "taskpal.commands.seed:seed",
    "users": "taskpal.commands.users:users",
    "clients": "taskpal.commands.clients:clients",
    "tokens": "taskpal.commands.tokens:tokens",
    "parse": "taskpal.commands.parse:parse",
    "export": "taskpal.commands.exchange:export",
    "import": "taskpal.commands.exchange:import_",
}


@click.group(cls=CommandLine, elsewhere=COMMANDS)
@click.pass_context
def main(context: click.Context) -> None:
    """TaskPal: the todo app you talk to."""
    if context.invoked_subcommand in KEEPS_RECORDS:
        _tell_the_server(context)


def _tell_the_server(context: click.Context) -> None:
    from taskpal import relay
    from taskpal.settings import settings

    if url := settings().redis_url:
        context.call_on_close(relay.tell_the_server(url))


@main.command()
@click.option("--host", help="Address to listen on; 0.0.0.0 for every one.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), help="How many processes.")
def serve(**chosen: Any) -> None:
    """Build the front end if it is stale, migrate the database, and serve."""
    from taskpal.start import environment, serving

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


if __name__ == "__main__":
    main(prog_name="python -m taskpal")
