"""Measures what DESIGN asks for, and writes bench/RESULTS.md.

python -m bench            every row
python -m bench list       only the rows whose name contains this word
"""

import os
import sys
import time

import sqlalchemy as sa
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bench import api, browser, many, parse, report
from bench.measure import Measure, Row, Step
from tests import services

ROWS: list[Row] = [*api.ROWS, *browser.ROWS, *parse.ROWS, *many.ROWS]


def main(words: list[str]) -> int:
    chosen = [row for row in ROWS if _is_asked_for(row, words)]
    began, load = time.monotonic(), os.getloadavg()[0]
    measures = _measured(chosen)
    took = time.monotonic() - began
    if len(chosen) == len(ROWS):
        report.write(measures, took, load, _postgresql_version())
    for one in measures:
        print(f"{one.shown(one.value):>24}  {one.verdict:<9} {one.name}")
        print(f"{'':>35} {one.how}")
    return int(any(one.verdict == "MISSED" for one in measures))


def _is_asked_for(row: Row, words: list[str]) -> bool:
    return not words or any(word.lower() in row.name.lower() for word in words)


def _measured(rows: list[Row]) -> list[Measure]:
    measures: list[Measure] = []
    bar = Progress(
        TextColumn("{task.description:<48}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
    with bar:
        whole = bar.add_task("", total=sum(row.steps for row in rows))
        for row in rows:
            measures += row.measure(_step(bar, whole, row))
    return measures


def _step(bar: Progress, task: object, row: Row) -> Step:
    def step(now: str) -> None:
        bar.update(task, advance=1, description=f"{row.name}: {now}")  # type: ignore[arg-type]

    return step


def _postgresql_version() -> str:
    with sa.create_engine(services.postgresql()).connect() as connection:
        return str(connection.execute(sa.text("SHOW server_version")).scalar_one())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
