"""The commands that keep records: accounts, clients, tokens, examples."""

import json
from collections.abc import Sequence
from typing import Any

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from taskpal.errors import TaskPalError

Record = dict[str, Any]

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class CommandLine(click.Group):
    """Tells what went wrong in a sentence, on stderr, and ends with status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TaskPalError as error:
            sentence = error.message
        except (OperationalError, ProgrammingError) as error:
            reason = str(error.orig).strip().splitlines()[0]
            sentence = (
                f"The database cannot be used: {reason}. "
                "If it is new, run `python -m taskpal migrate` first."
            )
        click.echo(sentence, err=True)
        return ctx.exit(1)


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
