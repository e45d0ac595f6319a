"""`parse` prints one record for each line, and says what it cannot work with."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from taskpal.__main__ import main

NOW = ("--now", "2026-11-18T10:00", "--zone", "Europe/Berlin")


def test_each_line_becomes_one_record() -> None:
    lines = "Pay rent every 1st at 9am #Home p1\n\nBuy \\#5 screws\n"

    printed = CliRunner().invoke(main, ["parse", *NOW, "--json"], input=lines).output

    rent, nothing, screws = (json.loads(line) for line in printed.splitlines())
    assert rent["title"] == "Pay rent"
    assert rent["due"] == {"date": "2026-12-01", "time": "09:00", "zone": None}
    assert rent["repeat"] == {
        "rule": "FREQ=MONTHLY;BYMONTHDAY=1",
        "anchor": "schedule",
        "text": "every 1st",
    }
    assert rent["tokens"][0] == {"kind": "repeat", "start": 9, "end": 25}
    assert nothing["title"] == ""
    assert (screws["title"], screws["labels"], screws["tokens"]) == (
        "Buy #5 screws",
        [],
        [],
    )


def test_people_are_told_what_was_said() -> None:
    printed = CliRunner().invoke(main, ["parse", *NOW], input="Call tomorrow\n").output

    assert printed.splitlines() == [
        "title             Call",
        "due               2026-11-19",
        "tokens            due 5-13",
        "",
    ]


def test_the_order_of_day_and_month_can_be_chosen() -> None:
    chosen = ["parse", *NOW, "--month-first", "--json"]

    printed = CliRunner().invoke(main, chosen, input="Call on 3/4\n").output

    assert json.loads(printed)["due"]["date"] == "2027-03-04"


def test_the_first_day_of_the_week_can_be_chosen() -> None:
    chosen = ["parse", *NOW, "--week-start", "sunday", "--json"]

    printed = CliRunner().invoke(main, chosen, input="Plan next week\n").output

    assert json.loads(printed)["due"]["date"] == "2026-11-22"


def test_holidays_are_those_of_the_country_the_zone_lies_in() -> None:
    lines = "Call on german unity day\nCall thanksgiving\n"
    german = ["parse", *NOW, "--json"]
    chosen = [*german, "--country", "us"]

    there = CliRunner().invoke(main, german, input=lines).output
    here = CliRunner().invoke(main, chosen, input=lines).output

    assert dues(there) == ["2027-10-03", None]
    assert dues(here) == [None, "2026-11-26"]


def dues(printed: str) -> list[str | None]:
    found = [json.loads(line)["due"] for line in printed.splitlines()]
    return [due and due["date"] for due in found]


def test_an_unknown_zone_or_time_is_told_in_a_sentence() -> None:
    zone = CliRunner().invoke(main, ["parse", "--zone", "Nowhere"], input="x\n")
    now = CliRunner().invoke(main, ["parse", "--now", "soon"], input="x\n")

    assert zone.exit_code == now.exit_code == 2
    assert "'Nowhere' is not the name of a zone" in zone.output
    assert "'soon' is not a time" in now.output


KEYS = [
    *("title", "due", "start", "deadline", "duration_minutes", "priority", "list"),
    *("section", "labels", "description", "repeat", "tokens"),
]


def run(lines: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    """The command as people start it, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "taskpal", "parse", *NOW, *options],
        input=lines,
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def records() -> list[dict[str, object]]:
    """What a process of its own makes of lines that programs get wrong."""
    lines = (
        "\ufeffBuy milk tomorrow\r\n".encode(),
        b"\r\n",
        b"   \n",
        "🎂 Anna's birthday every 3 may\n".encode(),
        b"caf\xe9 tomorrow\n",
        b"\xed\xa0\x80 lone surrogate tomorrow\n",
        b"nul \0 tomorrow\n",
        "one line \u2028 not two \x85 tomorrow\n".encode(),
        "\u202eאבגד\u202c e\u0301 tomorrow\n".encode(),
        b"x" * 10_000 + b" tomorrow\n",
        b"Pay #Home /Bills @a @b p1 {fri} for 1h start mon tomorrow 9am UTC // x\n",
        b"no newline at the end {",
    )
    ended = run(b"".join(lines), "--json")
    assert (ended.returncode, ended.stderr) == (0, b"")
    printed = ended.stdout.decode().split("\n")
    assert printed.pop() == ""
    assert len(printed) == len(lines)
    return [json.loads(line) for line in printed]


def test_every_record_has_the_same_fields(records: list[dict[str, object]]) -> None:
    assert all(list(record) == KEYS for record in records)


def test_what_was_not_said_is_null(records: list[dict[str, object]]) -> None:
    for nothing in records[1:3]:
        assert nothing == dict.fromkeys(KEYS) | {
            "title": "",
            "labels": [],
            "tokens": [],
        }


def test_whatever_the_bytes_the_words_are_read(
    records: list[dict[str, object]],
) -> None:
    thursday = {"date": "2026-11-19", "time": None, "zone": None}

    assert [record["due"] for record in records[4:10]] == [thursday] * 6
    assert [record["title"] for record in records[4:9]] == [
        "caf\ufffd",
        "\ufffd\ufffd\ufffd lone surrogate",
        "nul \0",
        "one line not two",
        "\u202eאבגד\u202c e\u0301",
    ]
    assert records[0]["title"] == "Buy milk"
    assert records[11]["title"] == "no newline at the end {"


def test_spans_count_the_signs_of_the_line(records: list[dict[str, object]]) -> None:
    assert records[3]["tokens"] == [{"kind": "repeat", "start": 18, "end": 29}]


def test_a_record_says_everything(records: list[dict[str, object]]) -> None:
    assert records[10] == {
        "title": "Pay",
        "due": {"date": "2026-11-19", "time": "09:00", "zone": "UTC"},
        "start": "2026-11-23",
        "deadline": "2026-11-20",
        "duration_minutes": 60,
        "priority": "p1",
        "list": "Home",
        "section": "Bills",
        "labels": ["a", "b"],
        "description": "x",
        "repeat": None,
        "tokens": [
            {"kind": "list", "start": 4, "end": 9},
            {"kind": "section", "start": 10, "end": 16},
            {"kind": "label", "start": 17, "end": 19},
            {"kind": "label", "start": 20, "end": 22},
            {"kind": "priority", "start": 23, "end": 25},
            {"kind": "deadline", "start": 26, "end": 31},
            {"kind": "duration", "start": 32, "end": 38},
            {"kind": "start", "start": 39, "end": 48},
            {"kind": "due", "start": 49, "end": 65},
            {"kind": "description", "start": 66, "end": 70},
        ],
    }


def test_people_are_told_of_any_bytes_too() -> None:
    ended = run(b"caf\xe9 \xf0\x9f\x8e\x82 \0 tomorrow\n\n")

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"due               2026-11-19" in ended.stdout


def test_each_line_is_answered_before_the_next_is_typed() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "taskpal", "parse", *NOW, "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as parse:
        assert parse.stdin
        assert parse.stdout
        for title in (b"Call", b"Mail"):
            parse.stdin.write(title + b" tomorrow\n")
            parse.stdin.flush()
            assert json.loads(parse.stdout.readline())["title"] == title.decode()
        parse.stdin.close()
        assert parse.stdout.read() == b""
    assert parse.returncode == 0


def test_it_starts_without_what_only_other_commands_need() -> None:
    seen = "import sys; from taskpal.__main__ import main; "
    in_a_country = "['parse', '--zone', 'Europe/Berlin']"
    run_it = f"main({in_a_country}, standalone_mode=False); print(*sys.modules)"

    ended = subprocess.run(
        [sys.executable, "-c", seen + run_it],
        input=b"Call tomorrow\nRun every day in new shoes\nBe good next year\n",
        capture_output=True,
        check=True,
        timeout=60,
    )

    heavy = {"sqlalchemy", "pydantic", "fastapi", "reflex", "dateparser", "holidays"}
    assert heavy.isdisjoint(ended.stdout.decode().split())


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-18T23:30", "2026-11-19"),  # as clocks show it in the zone
        ("2026-11-18T23:30+00:00", "2026-11-20"),
        ("2026-11-18T23:30Z", "2026-11-20"),
        ("2026-11-18", "2026-11-19"),
    ],
)
def test_now_is_where_the_zone_is_unless_it_has_an_offset(now: str, due: str) -> None:
    options = ["parse", "--now", now, "--zone", "Europe/Berlin", "--json"]

    printed = CliRunner().invoke(main, options, input="Call tomorrow\n").output

    assert json.loads(printed)["due"]["date"] == due


@pytest.mark.parametrize(
    "options",
    [
        ("--now", "soon"),
        ("--now", "9999-12-31T23:59"),
        ("--now", "0001-01-01"),
        ("--zone", ""),
        ("--zone", "Europe"),
        ("--zone", "../../etc/passwd"),
        ("--zone", "\ud800"),
    ],
)
def test_a_bad_option_is_told_in_one_sentence(options: tuple[str, ...]) -> None:
    ended = CliRunner().invoke(main, ["parse", *options], input="Call tomorrow\n")

    assert ended.exit_code == 2
    assert len(ended.output.strip().splitlines()) == 1
