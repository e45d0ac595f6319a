"""The commands that keep records: accounts, clients, tokens, examples."""

import json
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from taskpal.errors import TaskPalError

Record = dict[str, Any]

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class CommandLine(click.Group):
    """Tells what went wrong in a sentence, on stderr, and ends with status 1.

    Commands that are kept `elsewhere` are imported when they are asked for.
    """

    def __init__(
        self, *args: Any, elsewhere: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.elsewhere = elsewhere or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted({*super().list_commands(ctx), *self.elsewhere})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, if there is one."""
        if cmd_name not in self.elsewhere:
            return super().get_command(ctx, cmd_name)
        module, _, name = self.elsewhere[cmd_name].partition(":")
        found: click.Command = getattr(import_module(module), name)
        return found

    def invoke(self, ctx: click.Context) -> Any:
        """Run what was asked for."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            sentence = _sentence(error)
            if sentence is None:
                raise
        click.echo(sentence, err=True)
        return ctx.exit(1)


def _sentence(error: Exception) -> str | None:
    """What people are told of it; None for what nobody expected."""
    if isinstance(error, TaskPalError):
        return error.message
    # It is of the database only if a command has imported what talks to one.
    refusals = sys.modules.get("sqlalchemy.exc")
    if refusals is None or not isinstance(
        error, refusals.OperationalError | refusals.ProgrammingError
    ):
        return None
    reason = str(error.orig).strip().splitlines()[0]
    return (
        f"The database cannot be used: {reason}. "
        "If it is new, run `python -m taskpal migrate` first."
    )


def show(record: Record, as_json: bool) -> None:
    """Print one record: a line for each field, or JSON."""
    if as_json:
        click.echo(json.dumps(record, default=str))
        return
    width = max(map(len, record))
    for name, value in record.items():
        click.echo(f"{name:<{width}}  {_text(value)}")


def show_all(records: Sequence[Record], as_json: bool, nothing: str) -> None:
    """Print many records: a table, a JSON list, or the sentence for none."""
    if as_json:
        click.echo(json.dumps(records, default=str))
    elif not records:
        click.echo(nothing)
    else:
        rows = [list(records[0]), *([_text(v) for v in r.values()] for r in records)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True))
            click.echo("  ".join(cells).rstrip())


def _text(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
