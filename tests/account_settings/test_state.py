"""What the page /settings shows and does, without a server."""

from datetime import timedelta
from typing import Any

import pytest

from taskpal import database, push
from taskpal.account_settings import notices
from taskpal.account_settings.queries import ENTRIES
from taskpal.account_settings.state import SettingsState
from taskpal.accounts import log
from taskpal.accounts.log import Happened, Where
from taskpal.accounts.models import AccountEvent, OwnerId
from taskpal.accounts.state import SignedOut
from taskpal.columns import now
from taskpal.security import hash_token
from taskpal.ui.frame import Frame
from tests.account_settings.conftest import Person, is_signed_in
from tests.accounts.conftest import Clock
from tests.tabs import Tab

ANY: Any = None
MAC = "Mozilla/5.0 (Macintosh) Version/18.0 Safari/605.1.15"
HOSTILE = [
    None,
    7,
    "",
    "x",
    "\0",
    "\ud800",
    "a" * 64,
    "A" * 100_000,
    [],
    {},
    {"name": 7},
]


def open_tab(person: Person, path: str = "/settings") -> Tab:
    """A tab of the person's own browser."""
    tab = Tab(None, path)
    assert person.browser.session
    tab.cookie = person.browser.session
    tab.connect()
    return tab


async def settings(tab: Tab) -> SettingsState:
    state = tab.state(SettingsState)
    await state.load()
    return state


def write(owner_id: OwnerId, *details: str) -> None:
    """Lines of the log, each newer than the one before."""
    with database.transaction() as session:
        for number, detail in enumerate(details):
            at = now() + timedelta(minutes=1, seconds=number)
            session.add(
                AccountEvent(owner_id=owner_id, kind="token_made", detail=detail, at=at)
            )


def said(state: SettingsState) -> list[str]:
    return [entry.what.rpartition(": ")[2] for entry in state.entries]


async def test_the_page_shows_whose_account_it_is(ana: Person) -> None:
    state = await settings(open_tab(ana))

    assert (state.email, state.name) == ("ana@example.com", "ana")
    assert not state.two_step
    assert [entry.what for entry in state.entries] == ["Signed in", "Made this account"]


async def test_the_page_shows_how_many_recovery_codes_are_left(
    ana: Person, clock: Clock
) -> None:
    ana.turn_on_two_steps(clock)
    ana.send("/settings/sign-out", code=ana.recovery_codes[0])

    state = await settings(open_tab(ana))

    assert state.two_step
    assert state.codes_left == 9


async def test_the_page_shows_each_browser_and_which_is_this(ana: Person) -> None:
    ana.at_another_browser(MAC)

    state = await settings(open_tab(ana))

    here, other = state.browsers
    assert (here.here, other.here) == (True, False)
    assert other.device == "Safari on Mac"
    assert other.address


async def test_ben_sees_nothing_of_ana(ana: Person, ben: Person) -> None:
    state = await settings(open_tab(ben))

    assert "ana" not in str(state.dict())


async def test_no_secret_is_in_the_state(ana: Person, clock: Clock) -> None:
    ana.turn_on_two_steps(clock)

    tab = open_tab(ana)
    await settings(tab)

    shown = str(tab.root.dict())
    for secret in (ana.secret, tab.cookie, ana.password, *ana.recovery_codes):
        assert secret not in shown


async def test_who_is_signed_out_sees_and_does_nothing(db: None) -> None:
    state = Tab(None).state(SettingsState)

    for event in (
        state.load(),
        state.sync(1),
        state.rename({"name": "x"}),
        state.end("a" * 64),
        state.earlier(),
        state.later(),
    ):
        with pytest.raises(SignedOut):
            await event


async def test_a_browser_is_signed_out_from_here(ana: Person) -> None:
    other = ana.at_another_browser()
    tab = open_tab(ana)
    state = await settings(tab)

    await state.end(state.browsers[1].id)

    assert not is_signed_in(other)
    assert is_signed_in(ana.browser)
    assert [browser.here for browser in state.browsers] == [True]
    assert tab.message == "Signed out there."
    assert ana.log[0] == "session_ended"


async def test_ben_cannot_sign_ana_out(ana: Person, ben: Person) -> None:
    tab = open_tab(ben)
    state = await settings(tab)

    await state.end(hash_token(ana.browser.session or ""))

    assert is_signed_in(ana.browser)
    assert tab.message == "That browser is signed out already."


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:20])
async def test_hostile_arguments_are_refused_or_ignored(
    ana: Person, value: Any
) -> None:
    state = await settings(open_tab(ana))

    await state.end(value)
    await state.rename(value)
    await state.live_in(value)
    await state.sync(value)

    assert is_signed_in(ana.browser)
    assert (state.email, state.name) == ("ana@example.com", "ana")


async def test_someone_takes_another_name(ana: Person) -> None:
    tab = open_tab(ana)
    state = await settings(tab)

    await state.rename({"name": " Ana María "})

    assert state.name == tab.state(Frame).name == "Ana María"
    assert tab.message == "Saved."


async def test_a_name_that_cannot_be_one_is_told_beside_its_field(ana: Person) -> None:
    state = await settings(open_tab(ana))

    await state.rename({"name": "x" * 101})
    assert state.problem == "Use at most 100 characters."

    await state.rename({"name": "Ana"})
    assert state.problem == ""


async def test_someone_lives_in_another_zone(ana: Person) -> None:
    tab = open_tab(ana)
    state = await settings(tab)
    assert state.zone == ""

    await state.live_in("Asia/Tokyo")

    assert state.zone == "Asia/Tokyo"
    assert tab.message == "Saved."


async def test_a_zone_nobody_knows_is_refused_in_words(ana: Person) -> None:
    tab = open_tab(ana)
    state = await settings(tab)

    await state.live_in("Mars/Olympus_Mons")

    assert state.zone == ""
    said = "The time zone must be the name of a zone like Europe/Berlin."
    assert tab.message == said


async def test_a_session_that_ended_elsewhere_vanishes(ana: Person) -> None:
    other = ana.at_another_browser()
    tab = open_tab(ana)
    state = await settings(tab)
    assert tab.token in push.tabs.under(ana.id, None)

    other.fill("/sign-out")
    await state.sync(10**9)

    assert len(state.browsers) == 1


async def test_the_log_is_read_in_pages_back_and_forth(ana: Person) -> None:
    everything = [f"token {number}" for number in range(2 * ENTRIES + 3)]
    write(ana.id, *everything)
    newest_first = everything[::-1]
    state = await settings(open_tab(ana))
    assert said(state) == newest_first[:ENTRIES]
    assert (state.has_later, state.has_earlier) == (False, True)

    await state.earlier()
    assert said(state) == newest_first[ENTRIES : 2 * ENTRIES]
    await state.earlier()
    assert said(state)[:3] == newest_first[2 * ENTRIES :]
    assert (state.has_later, state.has_earlier) == (True, False)
    await state.earlier()
    assert said(state)[:3] == newest_first[2 * ENTRIES :]

    for _ in range(3):
        await state.later()
    assert said(state) == newest_first[:ENTRIES]


async def test_a_new_line_shows_on_the_first_page(ana: Person) -> None:
    state = await settings(open_tab(ana))
    write(ana.id, "just now")

    await state.sync(1)

    assert said(state)[0] == "just now"


async def test_a_line_says_where_it_came_from(ana: Person) -> None:
    with database.transaction() as session:
        where = Where("203.0.113.9", MAC)
        log.note(session, ana.id, Happened.REFRESH_TOKEN_REUSED, "A GPT", where=where)

    state = await settings(open_tab(ana))

    assert state.entries[0].source == "Safari on Mac · 203.0.113.9"
    assert state.entries[0].alarm
    assert not state.entries[1].alarm


async def test_the_page_says_what_a_plain_page_has_just_done(ana: Person) -> None:
    answer = ana.send("/settings/sign-out")
    state = await settings(open_tab(ana, answer.headers["location"]))

    assert state.done == "Every other browser was signed out."


async def test_a_link_of_a_stranger_has_the_page_say_nothing(
    ana: Person, ben: Person
) -> None:
    bens = notices.address(hash_token(ben.browser.session or ""), "password")
    state = await settings(open_tab(ana, bens))

    assert state.done == ""
