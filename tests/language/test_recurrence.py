"""What is kept of a recurrence is a rule that holds, and words that say it again."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from taskpal.language import rules
from taskpal.language.errors import NotUnderstood
from taskpal.language.preferences import Preferences
from taskpal.language.quick_add import quick_add
from taskpal.language.recurrence import Repeating, recurrence
from tests.language.test_phrases import AMERICAN, rows

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
PHRASES = [row[0] for row in rows("Rule Its first dates") if row[1] != "nothing"]
OPENERS = ("every", "every!", "ev", "each", "every other", "after", "")
BODIES = (
    *("day", "3 days", "week", "2 weeks", "month", "6 months", "year", "12 hours"),
    *("mon", "mon, wed", "tue and thu", "weekday", "weekend", "mon-wed", "27th", "15"),
    *("2, 15, 27", "last day", "2nd tuesday", "last workday", "1st and 3rd fri"),
    *("jan 27", "14 jan, 15 apr", "feb 29", "1st wed jan", "quarter", "morning"),
    *("monthly", "daily", "quarterly", "noon", "9am", "3 months on the 1st"),
    *("2 weeks on mon, thu", "year on 3 mar", "week on fri", "second"),
    *("christmas", "new year's eve", "2, 15 and 27", "friday of november"),
)
ENDS = (
    *("at 9am", "at 18:30", "in the evening", "starting tomorrow", "from 1 dec"),
    *("until 24 dec", "ending 2028", "for 3 weeks", "for a year", "5 times", "1x"),
    *("except sunday", "except mon-fri", "but weekends", "except mon-sun", "at 8"),
    *("in december", "of may and june", "without mondays", "at half past seven"),
    *("9-11am", "until xmas", "not on fridays", "at 18h30", "at eight"),
    *("starting at 9pm", "starting 1 feb at 7", "until yesterday", "9999 times"),
)
TEXTS = st.tuples(
    st.sampled_from(OPENERS),
    st.sampled_from(BODIES),
    st.lists(st.sampled_from(ENDS), max_size=4),
).map(lambda said: " ".join([said[0], said[1], *said[2]]).strip())


@pytest.mark.parametrize("phrase", PHRASES)
def test_its_words_say_it_again(phrase: str) -> None:
    found = recurrence(phrase, NOW, AMERICAN)

    again = recurrence(found.recurrence.text, NOW, AMERICAN, clock=found.clock)

    assert again.recurrence == found.recurrence


@given(TEXTS)
@example("every 3 days except sunday")
@example("every month except sunday")
@example("every 12 hours except sunday")
@example("every year 9999 times until 9999-12-31")
def test_whatever_is_understood_is_a_rule_that_can_be_kept(text: str) -> None:
    found = understood(text)
    if found is None:
        return

    start = datetime.combine(found.day, found.clock or time())
    rule = found.recurrence.rule
    assert rules.checked(rule, start) == rule
    assert rules.first(rule, start) == start
    assert found.day >= NOW.date()
    again = recurrence(found.recurrence.text, NOW, clock=found.clock)
    assert again.recurrence == found.recurrence
    assert (again.day, again.clock) == (found.day, found.clock)


@given(TEXTS)
def test_a_line_that_has_it_has_the_same(text: str) -> None:
    found = understood(text)

    in_line = quick_add(f"Buy milk {text}", NOW)

    if found:
        assert in_line.repeat == found.recurrence
        assert in_line.title == "Buy milk"


def understood(text: str) -> Repeating | None:
    try:
        return recurrence(text, NOW)
    except NotUnderstood:
        return None


@pytest.mark.parametrize(
    "text",
    [
        *("every 3 days except sunday", "every month except sunday", "every 0 days"),
        *(
            "every other workday",
            "every 3 workdays",
            "every 10 minutes",
            "every feb 30",
        ),
        *(
            "every day until yesterday",
            "every day except mon-sun",
            "every",
            "monthly x",
        ),
        *("every 12 hours except sunday", "every day 0 times", "tomorrow", "", "\0"),
    ],
)
def test_what_is_no_rule_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        recurrence(text, NOW)

    assert refusal.value.sentence.endswith(".")


def test_a_series_begins_where_it_is_told_to() -> None:
    found = recurrence("every mon", NOW, since=date(2027, 1, 1), clock=time(9))

    assert (found.day, found.clock) == (date(2027, 1, 4), time(9))


def test_two_weeks_are_counted_from_where_weeks_begin() -> None:
    sunday = Preferences(week_start=6)

    found = recurrence("every 2 weeks on sun, mon", NOW, sunday)

    assert found.recurrence.rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU"
    start = datetime.combine(found.day, time())
    days = rules.preview(found.recurrence.rule, start, start, 3)
    assert [found.day, *(day.date() for day in days)] == [
        date(2026, 11, 22),
        date(2026, 11, 23),
        date(2026, 12, 6),
        date(2026, 12, 7),
    ]
