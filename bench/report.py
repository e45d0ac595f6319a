"""bench/RESULTS.md: the table, and on what it was measured."""

import os
import platform
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.measure import Measure
from bench.rounds import ROUNDS, SECONDS
from taskpal.settings import PROJECT

RESULTS = PROJECT / "bench" / "RESULTS.md"

_PACKAGES = ("reflex", "fastapi", "granian", "sqlalchemy", "psycopg2-binary", "orjson")


def write(measures: list[Measure], seconds: float, load: float, postgresql: str) -> str:
    """Write the file; gives its table."""
    table = "\n".join([_HEAD, *map(_line, measures)])
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    RESULTS.write_text(
        f"""# What was measured

`make bench`, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, in {seconds:.0f} s.

{table}

{_how(measures)}

Machine: {_processor()}, {os.cpu_count()} CPUs, {_memory()}, {platform.system()}
{platform.release()}; load when it began: {load:.1f}. Everything shares these CPUs: the
server, its database and the client that measures.

Versions: Python {platform.python_version()}, PostgreSQL {postgresql}, {packages}.

The floor is `bench/floor.py`: the same SQL through psycopg2 in a thread and orjson on
bare ASGI, with nothing checked, on the same server (granian, 1 worker) with as many
threads. The client keeps 16 connections busy. Both sides are asked in turn, in
{ROUNDS} rounds of {SECONDS:.0f} s; a ratio is the middle of the ratios of the rounds,
so what else the machine does moves it little.
"""
    )
    return table


_HEAD = """\
| What | Must | Aim | Measured | |
|---|---|---|---|---|"""


def _line(one: Measure) -> str:
    wanted = f"{one.shown(one.must)} | {one.shown(one.aim)}"
    return f"| {one.name} | {wanted} | **{one.shown(one.value)}** | {one.verdict} |"


def _how(measures: list[Measure]) -> str:
    return "\n".join(f"- {one.name}: {one.how}." for one in measures)


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    named = re.search(
        r"model name\s*: (.*)", about.read_text() if about.exists() else ""
    )
    return named[1] if named else platform.processor() or platform.machine()


def _memory() -> str:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{pages / 2**30:.0f} GiB"
