"""`parse`: what quick add makes of lines, without adding anything."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import TextIOWrapper
from typing import IO, Any
from zoneinfo import ZoneInfo

import click

from taskpal.commands import as_json
from taskpal.language.preferences import Preferences
from taskpal.language.quick_add import QuickAdd, quick_add
from taskpal.language.vocabulary import WEEKDAYS

_YEARS = range(1900, 2201)
_BOM = "\ufeff"


class WrongOption(click.ClickException):
    """Told in its sentence alone; ends with the status that wrong usage has."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence."""
        click.echo(self.message, file=file, err=True)


@click.command()
@click.option("--now", help="The moment the words are read at, as ISO 8601.")
@click.option("--zone", default="UTC", show_default=True, help="Whose today is meant.")
@click.option(
    "--week-start",
    type=click.Choice(["monday", "saturday", "sunday"]),
    default="monday",
    show_default=True,
    help="The first day of the week.",
)
@click.option("--month-first", is_flag=True, help="Read 3/4 as the 4th of March.")
@click.option(
    "--country",
    default="",
    help="Whose holidays are known, such as US; else those of the zone's country.",
)
@click.option("--language", default="en", help="What dates may be in, such as de.")
@as_json
def parse(  # noqa: PLR0913, PLR0917 - one parameter an option
    now: str | None,
    zone: str,
    week_start: str,
    month_first: bool,
    country: str,
    language: str,
    as_json: bool,
) -> None:
    """Read lines from standard input and print how each is understood."""
    moment = _moment(now, _zone(zone))
    prefs = Preferences(
        zone=zone,
        week_start=WEEKDAYS[week_start],
        day_first=not month_first,
        country=country.upper(),
        language=language.lower(),
    )
    for line in _lines():
        found = record(quick_add(line, moment, prefs))
        # In ASCII, so that no sign of a line ends the line of its record.
        click.echo(json.dumps(found) if as_json else _told(found))


def _lines() -> Iterator[str]:
    """Lines as people send them; bytes that are no UTF-8 become question marks."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    first = True
    for line in sys.stdin.buffer if sys.stdin else ():
        text = line.decode(errors="replace").rstrip("\r\n")
        yield text.removeprefix(_BOM) if first else text
        first = False


def record(found: QuickAdd) -> dict[str, Any]:
    """A line as understood, in plain JSON; dates and times as ISO 8601 writes them."""
    due, repeat = found.due, found.repeat
    return {
        "title": found.title,
        "due": due
        and {
            "date": due.day.isoformat(),
            "time": due.clock.isoformat("minutes") if due.clock else None,
            "zone": due.zone,
        },
        "start": found.start and found.start.isoformat(),
        "deadline": found.deadline and found.deadline.isoformat(),
        "duration_minutes": found.duration_minutes,
        "priority": found.priority,
        "list": found.list,
        "section": found.section,
        "labels": list(found.labels),
        "description": found.description,
        "repeat": repeat
        and {"rule": repeat.rule, "anchor": repeat.anchor, "text": repeat.text},
        "tokens": [
            {"kind": token.kind, "start": token.start, "end": token.end}
            for token in found.tokens
            if token.kind != "escape"
        ],
    }


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # whatever it fails on is no zone
        sentence = f"{name!r} is not the name of a zone, such as Europe/Berlin."
        raise WrongOption(sentence) from None


def _moment(now: str | None, zone: ZoneInfo) -> datetime:
    if now is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(now)
    except ValueError:
        sentence = f"{now!r} is not a time such as 2026-11-22T10:00."
        raise WrongOption(sentence) from None
    if moment.year not in _YEARS:
        raise WrongOption(f"{now!r} is too long ago, or too far ahead.")
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _told(found: dict[str, Any]) -> str:
    """The record for people: a line for each field that was said."""
    said = {name: _in_words(name, value) for name, value in found.items()}
    width = max(map(len, said))
    lines = [f"{name:<{width}}  {words}" for name, words in said.items() if words]
    return "\n".join([*lines, ""])


def _in_words(name: str, value: Any) -> str:
    match name, value:
        case "tokens", tokens:
            return ", ".join(
                f"{one['kind']} {one['start']}-{one['end']}" for one in tokens
            )
        case "labels", labels:
            return ", ".join(labels)
        case "due" | "repeat", dict():
            return ", ".join(str(part) for part in value.values() if part)
        case _:
            return "" if value is None else str(value)
