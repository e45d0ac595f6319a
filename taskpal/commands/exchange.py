"""`export` and `import`: all of an account's todos as a file, and back."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

import click

from taskpal import acting
from taskpal.accounts.models import OwnerId
from taskpal.commands import Record, as_json, people, show
from taskpal.database import reading, transaction
from taskpal.errors import TaskPalError
from taskpal.start.progress import Progress
from taskpal.todos.exchange import queries, service
from taskpal.todos.exchange.preparing import Prepared, prepared
from taskpal.todos.exchange.reading import formats
from taskpal.todos.exchange.reading.columns import chosen
from taskpal.todos.exchange.records import FORMATS, Format, Trouble
from taskpal.todos.exchange.running import step
from taskpal.todos.exchange.schemas import ImportView
from taskpal.todos.exchange.writing import checklists, table, whole

_WRITERS: Final[dict[str, Callable[[OwnerId], Any]]] = {
    "json": whole.written,
    "csv": table.written,
    "markdown": checklists.written,
}
_SHOWN: Final = 20  # troubles

owned = click.option("--owner", required=True, help="Address of the account.")


@click.command("export")
@owned
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(_WRITERS)),
    default="json",
    show_default=True,
    help="json has everything; csv and markdown what fits into them.",
)
def export(owner: str, format_: str) -> None:
    """Write all todos of an account to standard output, as a file."""
    with reading() as session:
        owner_id = people.owner(session, owner)
    asyncio.run(_write(_WRITERS[format_](owner_id)))


@click.command("import")
@owned
@click.argument("file", type=click.File("rb"))
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    help="Left out, it is found out.",
)
@click.option("--list", "name", default="", help="For todos of which it says no list.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="OURS=THEIRS",
    help="What a column of a table is called, as in title=Aufgabe.",
)
@click.option("--preview", is_flag=True, help="Only show what would be made.")
@click.option("--again", is_flag=True, help="Make also what was imported before.")
@as_json
def import_(  # noqa: PLR0913, PLR0917 - one an option
    owner: str,
    file: BinaryIO,
    format_: Format | None,
    name: str,
    columns: tuple[str, ...],
    preview: bool,
    again: bool,
    as_json: bool,
) -> None:
    """Import FILE: an export, CSV or JSON of Todoist, any CSV, or Markdown."""
    with reading() as session:
        owner_id = people.owner(session, owner)
        context = queries.beginning(session, owner_id)
    content = BytesIO(file.read())
    context.columns = chosen(columns)
    known = format_ or ("csv" if columns else formats.format_of(content))
    context.list_name = name or _named_by(file, known)
    with Progress("Reading the file", total=1):
        found = prepared(content, context, format_=known)
    if preview:
        _show(_previewed(found), as_json)
        return
    with transaction() as session:
        import_id = service.keep(session, owner_id, found, again=again).id
        service.begin(session, owner_id, import_id)
    try:
        _make(owner_id, import_id, found)
    except (TaskPalError, KeyboardInterrupt) as error:
        _stop(owner_id, import_id, error)
        raise
    with reading() as session:
        _show(_made(queries.one(session, owner_id, import_id)), as_json)


def _make(owner_id: OwnerId, import_id: str, found: Prepared) -> None:
    more, pieces = True, iter(found.pieces)
    with Progress(f"Making {found.total:,} things", total=found.total) as progress:
        while more:
            with transaction() as session:
                more = step(session, owner_id, import_id, acting.COMMAND)
            piece = next(pieces, None)
            progress.advance(piece.records if piece else 0)


def _stop(owner_id: OwnerId, import_id: str, error: BaseException) -> None:
    """Let the next import begin at once; what was made stays."""
    with suppress(TaskPalError), transaction() as session:
        service.stop(session, owner_id, import_id, str(error) or "It was broken off.")


def _named_by(file: BinaryIO, format_: Format) -> str:
    """Todoist names the file after the project, and an id: Work [220474322].csv."""
    path = Path(str(getattr(file, "name", "")))
    if format_ != "todoist-csv" or path.suffix.lower() != ".csv":
        return ""
    return path.stem.partition(" [")[0].strip()


def _previewed(found: Prepared) -> Record:
    return {
        "format": found.format,
        **found.counts,
        "first": [todo.title for todo in found.first],
        "warnings": [str(one) for one in found.troubles],
    }


def _made(found: ImportView) -> Record:
    told = (Trouble(one.line or 0, one.sentence) for one in found.warnings)
    return {
        "state": found.state,
        "made": found.done - found.known,
        "known": found.known,
        "warnings": [str(one) for one in told],
    }


def _show(record: Record, as_json: bool) -> None:
    """The record; for people its lists one thing a line, what is wrong on stderr."""
    if as_json:
        show(record, as_json=True)
        return
    lists = {name: record.pop(name, []) for name in ("first", "warnings")}
    show(record, as_json=False)
    for title in lists["first"]:
        click.echo(f"- {title}")
    for sentence in lists["warnings"][:_SHOWN]:
        click.echo(sentence, err=True)
    if len(lists["warnings"]) > _SHOWN:
        click.echo(f"… and {len(lists['warnings']) - _SHOWN} more.", err=True)


async def _write(pieces: Any) -> None:
    async for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
