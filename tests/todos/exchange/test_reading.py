"""Files of other programs are read as their writers meant them; nothing is lost."""

import contextlib
import json
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskpal.language.preferences import Preferences
from taskpal.todos.exchange.errors import UnreadableFile
from taskpal.todos.exchange.preparing import Prepared, prepared
from taskpal.todos.exchange.reading import columns
from taskpal.todos.exchange.reading.context import Context
from taskpal.todos.exchange.reading.formats import format_of, read
from taskpal.todos.exchange.reading.shaping import shaped
from taskpal.todos.exchange.records import (
    CommentRecord,
    Format,
    ListRecord,
    SectionRecord,
    TodoRecord,
    Trouble,
)
from tests.todos.exchange.bringing import NOW

BERLIN = Preferences(zone="Europe/Berlin")


class Found:
    """What is in a file: `file.todos["Buy milk"].due`."""

    def __init__(self, content: str | bytes, name: str = "", **named: Any) -> None:
        file = BytesIO(content.encode() if isinstance(content, str) else content)
        context = Context(NOW, BERLIN, name)
        self.format: Format = format_of(file, **named)
        self.all = list(read(file, self.format, context))
        self.todos = {one.title: one for one in self._of(TodoRecord)}
        self.lists = [one.name for one in self._of(ListRecord)]
        self.sections = [one.name for one in self._of(SectionRecord)]
        self.comments = [one.text for one in self._of(CommentRecord)]
        self.troubles = [str(one) for one in self._of(Trouble)]

    def _of(self, kind: type[Any]) -> list[Any]:
        return [one for one in self.all if isinstance(one, kind)]

    def parent(self, title: str) -> str | None:
        by_id = {todo.source_id: todo.title for todo in self.todos.values()}
        return by_id.get(self.todos[title].parent or "")


def whole(content: str | bytes) -> Prepared:
    file = content.encode() if isinstance(content, str) else content
    return prepared(BytesIO(file), Context(NOW, BERLIN))


# ---- Todoist, CSV --------------------------------------------------------------------

PROJECT = """\
TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,\
DURATION,DURATION_UNIT,meta,DEADLINE,DEADLINE_LANG
meta,view_style=list,,,,,,,,,,,,,
task,Buy milk @errands @shop,Two cartons,1,1,Ana (1),,24 dec at 18:00,en,Europe/Paris,\
30,minute,,2026-12-31,en
note,Remember organic,,,,,,,,,,,,,
task,Check the fridge,,4,2,Ana (1),,,en,,,,,,
task,And the cellar,,3,3,Ana (1),,,en,,,,,,
section,Later,,,,,,,,,,,,,
task,Jog,,2,1,Ana (1),,every other day,en,,,,,,
task,Laufen,,,1,Ana (1),,jeden zweiten Mond,de,,,,,,
"""


def test_a_project_of_todoist() -> None:
    found = Found(PROJECT, "Home")

    assert found.format == "todoist-csv"
    assert found.lists == ["Home"]
    assert found.sections == ["Later"]
    milk = found.todos["Buy milk"]
    assert milk.labels == ("errands", "shop")
    assert milk.description == "Two cartons"
    assert (milk.due, milk.due_time) == (date(2026, 12, 24), time(18))
    assert milk.due_zone == "Europe/Paris"
    assert milk.deadline == date(2026, 12, 31)
    assert milk.duration_minutes == 30
    assert found.comments == ["Remember organic"]
    assert found.parent("Check the fridge") == "Buy milk"
    assert found.parent("And the cellar") == "Check the fridge"
    assert found.parent("Jog") is None


def test_in_todoists_csv_one_is_the_most_urgent() -> None:
    found = Found(PROJECT)

    urgent = [todo.priority for todo in found.todos.values()]
    assert urgent == [1, 4, 3, 2, 4]


def test_a_recurrence_is_kept_as_a_rule_or_else_in_the_notes() -> None:
    found = Found(PROJECT)

    assert found.todos["Jog"].repeat is not None
    assert found.todos["Jog"].repeat.rule == "FREQ=DAILY;INTERVAL=2"
    assert found.todos["Laufen"].repeat is None
    assert "jeden zweiten Mond" in found.todos["Laufen"].description
    assert any("jeden zweiten Mond" in said for said in found.troubles)


def test_an_at_sign_within_a_title_is_a_word() -> None:
    found = Found("TYPE,CONTENT\ntask,Ask bob@example.com or @ana about it\n")

    assert list(found.todos) == ["Ask bob@example.com or @ana about it"]


# ---- Todoist, JSON -------------------------------------------------------------------

BACKUP = """\
{"sync_token": "x", "full_sync": true,
"items": [
{"id": "1", "content": "Water plants", "project_id": "9", "priority": 4,
 "due": {"date": "2026-12-24T17:00:00Z", "timezone": "Europe/Berlin",
         "string": "every 3 days at 18:00", "is_recurring": true},
 "labels": ["home"], "checked": false, "child_order": 2,
 "duration": {"amount": 1, "unit": "day"}, "deadline": {"date": "2027-01-01"}},
{"id": "2", "parent_id": "1", "content": "Fill the can", "project_id": "9",
 "priority": 1, "checked": true, "completed_at": "2026-11-01T10:00:00.000000Z"},
{"id": "3", "content": "Floating", "project_id": "8", "section_id": "s",
 "due": {"date": "2026-12-24T07:30:00", "timezone": null, "is_recurring": false}},
{"id": "4", "content": "Gone", "is_deleted": true},
5],
"labels": [{"id": "l", "name": "home", "color": "berry_red"}],
"notes": [{"id": "n", "item_id": "1", "content": "The big can",
           "posted_at": "2026-01-01T00:00:00Z"}],
"projects": [{"id": "9", "name": "Inbox", "inbox_project": true},
             {"id": "8", "name": "Garden", "child_order": 1, "parent_id": null}],
"sections": [{"id": "s", "name": "Beds", "project_id": "8"}],
"filters": [{"id": "f", "name": "Now", "query": "today | overdue"}]}
"""


def test_a_backup_of_todoist() -> None:
    found = Found(BACKUP)

    assert found.format == "todoist-json"
    assert found.lists == ["Garden"]
    plants = found.todos["Water plants"]
    assert plants.list is None
    assert plants.priority == 1
    assert (plants.due, plants.due_time) == (date(2026, 12, 24), time(18))
    assert plants.due_zone == "Europe/Berlin"
    assert plants.repeat is not None
    assert plants.repeat.rule == "FREQ=DAILY;INTERVAL=3"
    assert plants.deadline == date(2027, 1, 1)
    assert plants.duration_minutes == 24 * 60
    assert found.parent("Fill the can") == "Water plants"
    assert found.todos["Fill the can"].completed_at == datetime(
        2026, 11, 1, 10, tzinfo=UTC
    )
    assert found.todos["Fill the can"].priority == 4
    assert found.todos["Floating"].due_time == time(7, 30)
    assert found.todos["Floating"].due_zone is None
    assert found.comments == ["The big can"]
    assert "Gone" not in found.todos
    assert found.troubles == ["Line 13: This is no JSON object; it was left out."]


def test_a_filter_that_is_not_understood_is_told_with_its_words() -> None:
    inbox = '{"id": "9", "name": "Inbox", "inbox_project": true}'
    bad = '{"id": "1", "name": "X", "query": "(p1"}'
    file = f'{{"projects": [{inbox}], "filters": [{bad}]}}'

    found = whole(file)

    assert found.counts == {}
    assert "(p1" in found.troubles[0].sentence


def test_subtasks_may_come_before_what_they_belong_to() -> None:
    file = (
        '{"items": [{"id": "2", "content": "B", "parent_id": "1"},'
        ' {"id": "1", "content": "A"}]}'
    )

    assert whole(file).counts == {"todos": 2}
    assert whole(file).troubles == []


def test_a_circle_of_subtasks_is_cut_and_told() -> None:
    items = ", ".join(
        f'{{"id": "{n}", "content": "T{n}", "parent_id": "{(n + 1) % 40}"}}'
        for n in range(40)
    )

    found = whole(f'{{"items": [{items}]}}')

    assert found.counts == {"todos": 40}
    assert any("nested in itself" in one.sentence for one in found.troubles)


# ---- Tables --------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_by_the_names_of_its_columns(delimiter: str) -> None:
    rows = [
        ("Task Name", "Due Date", "Time", "PRIORITY", "Tags", "Project", "Done"),
        ("Buy milk", "24.12.2026", "6pm", "high", "a", "Home", "no"),
        ("Call Bob", "tomorrow", "", "", "", "Inbox", "yes"),
    ]

    found = Found("\n".join(delimiter.join(row) for row in rows))

    milk = found.todos["Buy milk"]
    assert (milk.due, milk.due_time) == (date(2026, 12, 24), time(18))
    assert milk.priority == 2
    assert milk.labels == ("a",)
    assert found.lists == ["Home"]
    assert found.todos["Call Bob"].due == date(2026, 11, 24)
    assert found.todos["Call Bob"].completed_at == NOW


def test_line_breaks_within_quotes_belong_to_the_cell() -> None:
    found = Found('title,notes\n"Buy\nmilk","one\r\ntwo"\nCall Bob,\n')

    assert found.todos["Buy\nmilk"].description == "one\r\ntwo"
    assert found.todos["Call Bob"].line == 5


def test_a_broken_quote_names_its_line_and_the_rest_is_kept() -> None:
    found = Found('title\nA\n"B\nC\nD\n')

    assert list(found.todos) == ["A", "C", "D"]
    assert found.troubles == [
        "Line 3: A quote is opened here and never closed. The line was left out."
    ]


def test_what_is_no_date_is_in_the_notes() -> None:
    found = Found("title,due,repeat\nA,31 february,every 30 february\nB,soon,\n")

    assert found.todos["A"].due is None
    assert "31 february" in found.todos["A"].description
    assert "every 30 february" in found.todos["A"].description
    assert found.todos["B"].description == "Due: soon"
    assert len(found.troubles) == 3


def test_a_time_with_an_offset_is_in_the_zone_of_the_reader() -> None:
    found = Found("title,due\nA,2026-12-24T18:30:00-05:00\nB,2026-12-24 07:15\n")

    assert found.todos["A"].due == date(2026, 12, 25)
    assert found.todos["A"].due_time == time(0, 30)
    assert found.todos["A"].due_zone == "Europe/Berlin"
    assert found.todos["B"].due_zone is None


def test_a_row_names_its_parent() -> None:
    found = Found("title,parent\nA,\nB,A\nC,Nobody\n")

    assert found.parent("B") == "A"
    assert found.todos["C"].parent is None
    assert "Nobody" in found.troubles[0]


def test_a_table_without_titles_is_refused_with_what_it_has() -> None:
    file = BytesIO(b"colour,size\nred,3\n")

    with pytest.raises(UnreadableFile, match="“colour”, “size”"):
        prepared(file, Context(NOW), format_="csv")


NAMED = "Aufgabe;Zu tun bis;Wer\nMilch kaufen;24.12.2026;Ana\n"


def test_columns_of_any_name_can_be_said() -> None:
    said = columns.chosen(["title=aufgabe", "due = Zu tun bis"])
    context = Context(NOW, BERLIN, columns=said)

    found = prepared(BytesIO(NAMED.encode()), context, format_="csv")

    assert [(one.title, one.due) for one in found.first] == [
        ("Milch kaufen", date(2026, 12, 24))
    ]
    assert [str(one) for one in found.troubles] == [
        "Line 1: These columns are not imported: “Wer”."
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("title=Titel", "The table has no column “Titel”. It has “Aufgabe”"),
        ("titel=Aufgabe", "“titel” is none of the columns: id, title, "),
        ("title", "“title” does not say which column is which"),
    ],
)
def test_a_column_that_is_none_is_refused_in_a_sentence(said: str, told: str) -> None:
    with pytest.raises(UnreadableFile, match=told):
        prepared(
            BytesIO(NAMED.encode()),
            Context(NOW, BERLIN, columns=columns.chosen([said])),
            format_="csv",
        )


def test_the_same_row_twice_is_two_todos_and_the_same_two_next_time() -> None:
    first, second = (
        [one.source_id for one in Found("title\nA\nA\n")._of(TodoRecord)]
        for _ in range(2)
    )

    assert len(set(first)) == 2
    assert first == second


def test_a_zone_that_is_none_is_in_the_notes() -> None:
    found = Found("title,due,zone\nA,2026-12-24 18:00,Mars/Olympus\n")

    assert found.todos["A"].due_time == time(18)
    assert found.todos["A"].description == "Zone: Mars/Olympus"
    assert found.troubles == ["Line 2: “Mars/Olympus” is no zone; it is in the notes."]


# ---- Our own -------------------------------------------------------------------------


def test_of_a_todo_that_is_wrong_in_one_field_the_others_are_taken() -> None:
    bad = {"id": "1", "title": "Buy milk", "due": "2026-02-31", "start": "2026-02-01"}
    none = {"id": "2", "due": "2026-02-01"}
    file = {"format": "taskpal-export", "todos": [bad, none, 3]}

    found = Found(json.dumps(file))

    assert list(found.todos) == ["Buy milk"]
    assert found.todos["Buy milk"].start == date(2026, 2, 1)
    assert "“Buy milk”: left out was due (" in found.troubles[0]
    assert "“2”: it was left out, for title (" in found.troubles[1]
    assert "“todos”: it was left out" in found.troubles[2]


def test_preferences_that_are_none_are_left_out_and_told() -> None:
    chosen = {"zone": "Mars/Olympus", "week_start": 6, "day_first": True}
    others = {"country": "", "language": "en", "fixed_times": False}
    parts = dict.fromkeys(("morning", "afternoon", "evening", "night"))
    file = {"format": "taskpal-export", "preferences": chosen | others | parts}

    found = whole(json.dumps(file))

    assert found.counts == {}
    assert "The preferences were left out, for zone" in found.troubles[0].sentence


def test_what_is_wrong_in_json_is_told_by_name_as_its_lines_say_little() -> None:
    due = '{"id": "1", "content": "Pay rent", "due": {"date": "2026-02-31"}}'
    long = f'{{"id": "2", "content": "{"x" * 501}"}}'

    found = whole(f'{{"items": [{due}, {long}]}}')

    told = [str(one) for one in found.troubles]
    assert told[0].startswith("Line 1: “Pay rent”: “2026-02-31” is no date")
    assert told[1].startswith("Line 1: “xxx")
    assert "too long" in told[1]


# ---- Bytes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_unicode_in_any_dress(encoding: str) -> None:
    found = Found("title\nCafé 🛒\n".encode(encoding))

    assert list(found.todos) == ["Café 🛒"]
    assert found.troubles == []


def test_what_windows_wrote_before_is_read_and_told() -> None:
    found = Found("title\nCafé “milk”\n".encode("cp1252"))

    assert list(found.todos) == ["Café “milk”"]
    assert "Windows-1252" in found.troubles[0]


def test_bytes_that_windows_never_wrote_are_latin_1() -> None:
    found = Found(b"title\nCaf\xe9 \x81\n")

    assert list(found.todos) == ["Café \x81"]


# ---- Markdown ------------------------------------------------------------------------

CHECKLIST = """\
# Home

- [ ] Buy milk
  two cartons

  not one
  - [x] Find the bag
    - in the hall
\t- [ ] Tabbed
## Later
* [X] Paint
1. [ ] Numbered
A stray line

---
Another

# Work
- [ ] Report #Home @bob p1 tomorrow
- not a todo
"""


def test_checklists() -> None:
    found = Found(CHECKLIST)

    assert found.format == "markdown"
    assert found.lists == ["Home", "Work"]
    assert found.sections == ["Later"]
    assert found.todos["Buy milk"].description == "two cartons\n\nnot one"
    assert found.parent("Find the bag") == "Buy milk"
    assert found.todos["Find the bag"].description == "- in the hall"
    assert found.parent("Tabbed") in {"Buy milk", "Find the bag"}
    assert found.todos["Paint"].completed_at == NOW
    assert found.todos["Numbered"].description == "A stray line"
    assert [said for said in found.troubles if "Another" in said]


def test_words_that_quick_add_would_take_stay_words() -> None:
    report = Found(CHECKLIST).todos["Report #Home @bob p1 tomorrow"]

    assert report.due is None
    assert report.labels == ()
    assert report.priority == 4


def test_bullets_without_any_box_are_todos() -> None:
    found = Found("# Shop\n- Milk\n- Bread\n  - Rye\n")

    assert list(found.todos) == ["Milk", "Rye", "Bread"]
    assert found.parent("Rye") == "Bread"


def test_a_fence_in_notes_is_not_looked_into() -> None:
    found = Found("- [ ] A\n  ```\n  - [ ] no todo\n  # no list\n  ```\n- [ ] B\n")

    assert list(found.todos) == ["A", "B"]
    assert found.lists == []
    assert "- [ ] no todo" in found.todos["A"].description


@pytest.mark.parametrize(
    "span", ["code", "due tomorrow", "p5", "due 2026-13-40", "repeats FREQ=NEVER", "@"]
)
def test_a_code_span_that_is_not_ours_is_part_of_the_title(span: str) -> None:
    found = Found(f"- [ ] Run `{span}`\n")

    assert list(found.todos) == [f"Run `{span}`"]


# ---- Anything ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "x" * 501, "all of it is in the notes"),
        ("description", "x" * 20_001, "in a comment"),
        ("due_zone", "Mars/Olympus", "no zone"),
    ],
)
def test_what_does_not_fit_is_told_and_kept(field: str, value: str, told: str) -> None:
    todo = TodoRecord(source_id="1", title="A", due=NOW.date(), due_time=time(9))
    setattr(todo, field, value)

    found = list(shaped(todo, Context(NOW)))

    assert told in next(one for one in found if isinstance(one, Trouble)).sentence
    texts = "".join(
        one.description if isinstance(one, TodoRecord) else one.text
        for one in found
        if isinstance(one, TodoRecord | CommentRecord)
    )
    assert value in texts


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for format_ in ("csv", "markdown", "todoist-csv", "todoist-json", "json", None):
        with contextlib.suppress(UnreadableFile):
            prepared(BytesIO(content), Context(NOW), format_=format_)


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("created_at", "9999-12-31T23:59:59-12:00"),
        ("deleted_at", "0001-01-01T00:00:00+14:00"),
        ("completed_at", "9999-12-31T23:59:59-00:01"),
    ],
)
def test_a_time_beyond_the_calendar_is_left_out_of_its_todo(name: str, at: str) -> None:
    todo = {"id": "1", "title": "Buy milk", name: at}
    content = {"format": "taskpal-export", "version": 1, "todos": [todo]}

    found = Found(json.dumps(content))

    assert getattr(found.todos["Buy milk"], name) is None
    assert f"{name} (Value error, is beyond the years 1 to 9999)" in found.troubles[0]


def test_a_day_that_ends_after_the_calendar_does_not_break_a_table() -> None:
    here = Context(NOW, Preferences(zone="Etc/GMT+12"))
    file = BytesIO(b"title,completed\nBuy milk,31 dec 9999 at 11pm\n")

    found = prepared(file, here, format_="csv")

    assert [todo.completed_at for todo in found.first] == [None]
    assert "neither yes nor no" in found.troubles[0].sentence


_cells = st.text(st.sampled_from('ab,"\n\r;\t=-#[] x0'), max_size=12)


@given(st.lists(st.lists(_cells, max_size=4), max_size=6))
def test_no_table_makes_reading_fail(rows: list[list[str]]) -> None:
    file = "title,due,repeat,completed\n" + "\n".join(",".join(row) for row in rows)

    prepared(BytesIO(file.encode()), Context(NOW), format_="csv")


FIELDS = (
    *("id", "content", "due", "date", "labels", "parent_id", "priority", "duration"),
    *("amount", "checked", "project_id", "timezone", "string", "is_recurring", "name"),
    *("query", "title", "list", "repeat", "rule", "begins", "position", "created_at"),
    *("completed_at", "todo", "text"),
)
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=5)
    ),
    max_leaves=12,
)


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.sampled_from(
            ["items", "projects", "notes", "labels", "filters", "todos", "lists"]
        ),
        st.lists(_json, max_size=3) | _json,
    ),
    st.sampled_from(["json", "todoist-json"]),
)
def test_no_json_makes_reading_fail(content: Any, format_: Format) -> None:
    file = json.dumps(content).encode()

    prepared(BytesIO(file), Context(NOW), format_=format_)
