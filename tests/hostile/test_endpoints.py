"""Whatever is sent to whichever endpoint: no 500, and refused in the right form."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taskpal.accounts.models import OwnerId
from taskpal.http import http
from tests.hostile import answers, requests
from tests.hostile.endpoints import ENDPOINTS, Endpoint
from tests.hostile.requests import Sent
from tests.hostile.world import CALLBACKS, World
from tests.oauth import actors

EXAMPLES = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


def _routes() -> Iterator[tuple[str, str]]:
    for route in http().router.routes:
        for method in getattr(route, "methods", None) or ():
            if method != "HEAD":
                yield method, route.path  # type: ignore[attr-defined]


def test_every_route_is_attacked() -> None:
    attacked = {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}

    assert set(_routes()) == attacked, (
        "Name the new route in tests/hostile/endpoints.py"
    )


@pytest.fixture
def world(ana: OwnerId) -> World:
    return World(ana)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
def test_what_is_asked_well_is_answered(world: World, endpoint: Endpoint) -> None:
    answer = _ask(world, endpoint, requests.well(endpoint, world))

    assert answer.status_code < 400 or endpoint.expects == answer.status_code


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
@EXAMPLES
@given(drawn=st.data())
def test_nothing_hostile_gets_past_a_refusal(
    world: World, endpoint: Endpoint, drawn: st.DataObject
) -> None:
    attack = drawn.draw(requests.attacks(endpoint))
    world.again()

    answer = _ask(world, endpoint, attack.on(requests.well(endpoint, world)))

    answers.check(answer, endpoint.refuses, CALLBACKS)


def _ask(world: World, endpoint: Endpoint, sent: Sent) -> answers.Answer:
    own = [(b"content-type", sent.kind)] if sent.kind else []
    named = {name for name, _ in sent.headers}
    shown = [pair for pair in world.headers(endpoint.caller) if pair[0] not in named]
    return actors.anyone().request(
        endpoint.method,
        sent.address,
        content=sent.content or None,
        headers=[*own, *shown, *sent.headers],
    )
