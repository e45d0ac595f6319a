"""`parse` prints one record for each line, and says what it cannot work with."""

import json

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

    assert printed.startswith("title: Call\n")


def test_the_order_of_day_and_month_can_be_chosen() -> None:
    chosen = ["parse", *NOW, "--month-first", "--json"]

    printed = CliRunner().invoke(main, chosen, input="Call on 3/4\n").output

    assert json.loads(printed)["due"]["date"] == "2027-03-04"


def test_an_unknown_zone_or_time_is_told_in_a_sentence() -> None:
    zone = CliRunner().invoke(main, ["parse", "--zone", "Nowhere"], input="x\n")
    now = CliRunner().invoke(main, ["parse", "--now", "soon"], input="x\n")

    assert zone.exit_code == now.exit_code == 1
    assert "'Nowhere' is not the name of a zone" in zone.output
    assert "'soon' is not a time" in now.output
