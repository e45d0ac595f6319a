"""The API's page for people: all of it there, linked, light, and without scripts."""

import re
from collections import Counter
from functools import cache
from itertools import pairwise

import httpx

from taskpal.http import http
from taskpal.web import documentation, examples
from tests.todos.conftest import client_of

MOST_SENT = 60_000  # bytes


@cache
def _page() -> str:
    return bytes(documentation.page(http().openapi()).body).decode()


def _ids() -> Counter[str]:
    return Counter(re.findall(r' id="([^"]+)"', _page()))


def test_every_link_within_the_page_leads_somewhere() -> None:
    assert set(re.findall(r'href="#([^"]+)"', _page())) <= _ids().keys()


def test_no_two_places_have_the_same_name() -> None:
    assert [name for name, times in _ids().items() if times > 1] == []


def test_every_operation_shows_what_was_asked_and_answered() -> None:
    sections = _page().split('<section class="api-operation" id="')[1:]

    for section in sections:
        name = section.partition('"')[0]
        for one in examples.of(name):
            assert one["says"].replace("'", "&#39;") in section, name


def test_every_model_can_be_looked_up() -> None:
    assert http().openapi()["components"]["schemas"].keys() <= _ids().keys()


def test_the_introduction_says_how_to_begin() -> None:
    told = (
        "tokens",
        "dates-and-times",
        "pages",
        "versions",
        "undo",
        "errors",
        "limits",
    )

    assert {f"about-{one}" for one in told} <= _ids().keys()


def test_its_headings_leave_no_level_out() -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", _page())]

    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


async def test_browsers_are_sent_it_packed() -> None:
    async with client_of(http(), {}) as client:
        packed = await client.get("/api/docs")
        whole = await client.get("/api/docs", headers={"Accept-Encoding": "identity"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in whole.headers
    assert packed.text == whole.text == _page()
    assert packed.headers["Vary"] == whole.headers["Vary"] == "Accept-Encoding"
    assert int(packed.headers["Content-Length"]) < MOST_SENT
    assert _is_a_page_that_may_do_nothing(packed)


def _is_a_page_that_may_do_nothing(answer: httpx.Response) -> bool:
    policy = answer.headers["Content-Security-Policy"]
    return "default-src 'none'" in policy and "unsafe" not in policy
