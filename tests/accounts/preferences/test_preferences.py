"""Preferences: how each person's dates are read, through every door there is."""

from datetime import UTC, datetime, time

import httpx
import pytest
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import queries, service
from taskpal.accounts.preferences.schemas import PreferenceChanges
from taskpal.language.preferences import DEFAULT
from tests.todos.conftest import Api


async def test_an_account_begins_with_what_everyone_has(api: Api, ana: OwnerId) -> None:
    answer = await api(ana).get("/api/preferences")

    assert answer.json() == {
        "zone": None,
        "week_start": "monday",
        "date_order": "day-month",
        "country": "",
        "language": "en",
        "morning": "09:00",
        "afternoon": "12:00",
        "evening": "19:00",
        "night": "22:00",
        "fixed_times": False,
    }


async def test_what_is_changed_is_read_again_and_the_rest_stays(
    api: Api, ana: OwnerId, ben: OwnerId
) -> None:
    changes = {
        "zone": "America/New_York",
        "week_start": "sunday",
        "date_order": "month-day",
        "country": "us",
        "language": "de",
        "morning": "07:30",
        "fixed_times": True,
    }

    changed = await api(ana).patch("/api/preferences", json=changes)
    again = await api(ana).patch("/api/preferences", json={"night": "23:00"})

    assert changed.status_code == 200
    assert changed.json().items() >= (changes | {"country": "US"}).items()
    assert again.json() == changed.json() | {"night": "23:00"}
    assert (await api(ana).get("/api/preferences")).json() == again.json()
    assert (await api(ben).get("/api/preferences")).json()["zone"] is None


def test_the_language_reads_by_them(session: Session, ana: OwnerId) -> None:
    assert queries.preferences(session, ana) == DEFAULT
    changes = PreferenceChanges(
        zone="Asia/Tokyo", week_start="sunday", date_order="month-day", morning=time(6)
    )

    service.change(session, ana, changes)

    prefs = queries.preferences(session, ana)
    assert prefs.local(datetime(2026, 11, 23, 20, tzinfo=UTC)).day == 24
    assert (prefs.week_start, prefs.day_first) == (6, False)
    assert prefs.parts["morning"] == time(6)
    assert prefs.parts["night"] == time(22)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"zone": "Middle/Earth"}, "a zone like Europe/Berlin"),
        ({"zone": None}, "must be text"),
        ({"week_start": "someday"}, "monday"),
        ({"date_order": "year"}, "month-day"),
        ({"country": "XX"}, "the code of a country"),
        ({"language": "tlh"}, "de"),
        ({"morning": "9"}, "a time of day"),
        ({"morning": "13:00"}, "later than the morning"),
        ({"night": "18:00"}, "later than the evening"),
        ({"fixed_times": 1}, "true or false"),
        ({"theme": "dark"}, "not a field"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_changes(
    api: Api, ana: OwnerId, sent: dict[str, object], why: str
) -> None:
    before = (await api(ana).get("/api/preferences")).json()

    answer = await api(ana).patch("/api/preferences", json=sent)

    assert answer.status_code == 422
    assert why in answer.json()["detail"]
    assert (await api(ana).get("/api/preferences")).json() == before


async def test_a_change_can_depend_on_the_version_that_was_read(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    first = (await client.get("/api/preferences")).headers["ETag"]
    await client.patch("/api/preferences", json={"week_start": "sunday"})

    late = await client.patch(
        "/api/preferences", json={"country": "DE"}, headers={"If-Match": first}
    )
    now = (await client.get("/api/preferences")).headers["ETag"]
    same = await client.get("/api/preferences", headers={"If-None-Match": now})

    assert late.status_code == 412
    assert same.status_code == 304


async def test_an_app_needs_the_scopes(api: Api, ana: OwnerId) -> None:
    reader = api(ana, "profile:read")
    todos = api(ana, "todos:read")

    assert (await reader.get("/api/preferences")).status_code == 200
    assert (await todos.get("/api/preferences")).status_code == 403
    changed = await reader.patch("/api/preferences", json={"country": "DE"})
    assert changed.status_code == 403


async def test_nobody_reads_them_without_a_token(anyone: httpx.AsyncClient) -> None:
    assert (await anyone.get("/api/preferences")).status_code == 401


def test_the_browsers_zone_is_taken_once(session: Session, ana: OwnerId) -> None:
    service.take_zone(session, ana, "Europe/Berlin")
    service.take_zone(session, ana, "Asia/Tokyo")

    assert queries.preferences(session, ana).zone == "Europe/Berlin"


@pytest.mark.parametrize("said", ["", "Mars/Olympus_Mons", "nul\x00", "../etc"])
def test_what_is_no_zone_is_not_taken(
    session: Session, ana: OwnerId, said: str
) -> None:
    service.take_zone(session, ana, said)

    assert queries.row(session, ana).zone is None


def test_times_are_fixed_only_when_the_account_says_so(
    session: Session, ana: OwnerId
) -> None:
    service.change(session, ana, PreferenceChanges(zone="Europe/Berlin"))
    assert queries.fixed_zone(session, ana) is None

    service.change(session, ana, PreferenceChanges(fixed_times=True))
    assert queries.fixed_zone(session, ana) == "Europe/Berlin"
