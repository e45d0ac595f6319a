"""Reading a document: from whom, how much of it, and for how long it holds."""

import asyncio
import json
from datetime import timedelta

import pytest

from taskpal.oauth.documents import fetching
from taskpal.oauth.documents.errors import DocumentRefused, DocumentUnreachable
from taskpal.oauth.documents.fetching import Fetcher
from tests.oauth.documents.website import HOST, Website, resolves_to, running


async def test_a_document_is_read_as_it_is(site: Website) -> None:
    address = site.describes(client_name="Plänner")

    fetched = await site.fetcher().fetch(address)

    assert json.loads(fetched.body)["client_name"] == "Plänner"
    (asked,) = site.asked
    assert asked["Host"] == f"{HOST}:{site.port}"
    assert asked["Accept"] == "application/json"
    assert asked["Accept-Encoding"] == "identity"
    assert not asked.keys() & {"Cookie", "Authorization", "Referer"}


@pytest.mark.parametrize("status", [201, 203, 204, 206, 301, 302, 307, 400, 404, 410])
async def test_only_200_is_a_document(site: Website, status: int) -> None:
    elsewhere = site.describes("/elsewhere.json")
    body = b"" if status == 204 else b"{}"
    address = site.publishes("/client.json", body, status, Location=elsewhere)

    with pytest.raises(DocumentRefused, match=str(status)):
        await site.fetcher().fetch(address)

    assert len(site.asked) == 1  # redirects are not followed


@pytest.mark.parametrize("status", [429, 500, 502, 503])
async def test_a_website_in_trouble_may_come_back(site: Website, status: int) -> None:
    address = site.publishes("/client.json", b"{}", status)

    with pytest.raises(DocumentUnreachable):
        await site.fetcher().fetch(address)


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "application/json; charset=utf-8",
        "APPLICATION/JSON",
        "application/cimd+json",
    ],
)
async def test_json_is_served_as_json(site: Website, kind: str) -> None:
    address = site.publishes("/client.json", b"{}", Content_Type=kind)

    assert (await site.fetcher().fetch(address)).body == b"{}"


@pytest.mark.parametrize(
    "kind", ["text/html", "text/json", "application/jsonp", "", "text/x+json"]
)
async def test_nothing_else_is(site: Website, kind: str) -> None:
    address = site.publishes("/client.json", b"{}", Content_Type=kind)

    with pytest.raises(DocumentRefused, match="plain JSON"):
        await site.fetcher().fetch(address)


async def test_nothing_is_unpacked(site: Website) -> None:
    address = site.publishes("/client.json", b"{}", Content_Encoding="gzip")

    with pytest.raises(DocumentRefused, match="plain JSON"):
        await site.fetcher().fetch(address)


async def test_at_most_five_kilobytes_are_read(site: Website) -> None:
    fits = site.publishes("/fits.json", b" " * 5118 + b"{}")
    too_long = site.publishes("/too-long.json", b" " * 5119 + b"{}")

    assert len((await site.fetcher().fetch(fits)).body) == 5120
    with pytest.raises(DocumentRefused, match="larger than 5 KB"):
        await site.fetcher().fetch(too_long)


async def test_a_slow_website_is_not_waited_for(
    site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    site.held.clear()

    with pytest.raises(DocumentUnreachable):
        await site.fetcher().fetch(site.describes())


async def test_a_name_that_is_never_resolved_is_not_waited_for(
    site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.1)

    async def never(_host: str) -> list[str]:
        await asyncio.Event().wait()
        return []

    with pytest.raises(DocumentUnreachable):
        await Fetcher(never, lambda _: True).fetch(site.address())


async def test_the_certificate_has_to_be_trusted(site: Website) -> None:
    with pytest.raises(DocumentUnreachable):
        await site.fetcher(trusted=False).fetch(site.describes())

    assert site.asked == []


async def test_the_certificate_has_to_be_of_this_host() -> None:
    with running("other.example") as other, pytest.raises(DocumentUnreachable):
        await other.fetcher().fetch(other.describes())

    assert other.asked == []


async def test_a_name_of_this_machine_is_refused_after_it_is_resolved(
    site: Website,
) -> None:
    for address in (
        "127.0.0.1",
        "::1",
        "169.254.169.254",
        "10.0.0.7",
        "::ffff:1.1.1.1",
    ):
        fetcher = Fetcher(resolves_to(address), trusted=site.fetcher().trusted)

        with pytest.raises(DocumentRefused, match="not on the public internet"):
            await fetcher.fetch(site.describes())

    assert site.asked == []


async def test_one_bad_address_among_good_ones_is_enough(site: Website) -> None:
    fetcher = Fetcher(resolves_to("93.184.216.34", "127.0.0.1"))

    with pytest.raises(DocumentRefused, match="not on the public internet"):
        await fetcher.fetch(site.describes())


async def test_the_name_is_resolved_once_and_what_was_checked_is_connected_to(
    site: Website,
) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.99"]])
    checked: list[str] = []

    async def changes_its_mind(_host: str) -> list[str]:
        return next(answers)

    def note(address: str) -> bool:
        checked.append(address)
        return True

    fetcher = Fetcher(changes_its_mind, note, site.fetcher().trusted)
    await fetcher.fetch(site.describes())

    assert checked == ["127.0.0.1"]
    assert next(answers) == ["127.0.0.99"]  # nobody asked for it


async def test_another_address_is_tried_when_one_is_dead(site: Website) -> None:
    dead_first = resolves_to("127.0.0.77", "127.0.0.1")
    fetcher = Fetcher(dead_first, lambda _: True, site.fetcher().trusted)

    assert (await fetcher.fetch(site.describes())).body


async def test_the_real_resolver_is_checked_too() -> None:
    with pytest.raises(DocumentRefused, match="not on the public internet"):
        await Fetcher().fetch("https://localhost:8443/client.json")


async def test_a_name_nobody_has_cannot_be_found() -> None:
    with pytest.raises(DocumentUnreachable):
        await Fetcher().fetch("https://nobody.invalid/client.json")


async def test_no_proxy_is_asked(
    site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")

    assert (await site.fetcher().fetch(site.describes())).body


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, 60),
        ({"Cache_Control": "max-age=1800"}, 30),
        ({"Cache_Control": 'public, Max-Age="1800"'}, 30),
        ({"Cache_Control": "max-age=60"}, 5),
        ({"Cache_Control": "max-age=31536000, immutable"}, 24 * 60),
        ({"Cache_Control": "max-age=1800, s-maxage=3600"}, 60),
        ({"Cache_Control": "max-age=1800", "Age": "600"}, 20),
        ({"Cache_Control": "no-store"}, 5),
        ({"Cache_Control": "no-cache, max-age=1800"}, 5),
        ({"Cache_Control": "max-age=forever"}, 5),
        ({"Cache_Control": "max-age=" + "9" * 400}, 5),
        ({"Cache_Control": "max-age=-1"}, 5),
        ({"Expires": "Thu, 01 Jan 2099 00:00:00 GMT"}, 24 * 60),
        ({"Expires": "Thu, 01 Jan 1998 00:00:00 GMT"}, 5),
        ({"Expires": "0"}, 5),
        ({"Expires": "\xe9"}, 5),
    ],
)
async def test_it_holds_as_long_as_the_website_says_within_bounds(
    site: Website, headers: dict[str, str], minutes: int
) -> None:
    address = site.publishes("/client.json", b"{}", **headers)

    fetched = await site.fetcher().fetch(address)

    assert fetched.fresh_for == timedelta(minutes=minutes)
