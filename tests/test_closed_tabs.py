"""Opening and closing tabs without end fills no memory."""

import pytest
import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken

from taskpal import closed_tabs
from taskpal.closed_tabs import forget_oldest
from taskpal.ui.frame import Frame


@pytest.fixture
async def states(monkeypatch: pytest.MonkeyPatch) -> StateManagerMemory:
    """Ten tabs' states, of which the first is the oldest."""
    monkeypatch.setattr(closed_tabs, "REMEMBERED", 3)
    manager = StateManagerMemory()
    for number in range(10):
        await manager.get_state(token(number))
    return manager


def token(number: int) -> BaseStateToken:
    return BaseStateToken(ident=f"tab-{number}", cls=rx.State)


def remembered(states: StateManagerMemory) -> set[int]:
    return {number for number in range(10) if token(number).cache_key in states.states}


async def test_of_closed_tabs_only_the_latest_are_remembered(
    states: StateManagerMemory,
) -> None:
    forget_oldest(states, opened=())

    assert remembered(states) == {7, 8, 9}
    await states.close()


async def test_an_open_tab_keeps_its_state_however_old(
    states: StateManagerMemory,
) -> None:
    forget_oldest(states, opened={"tab-0", "tab-1"})

    assert remembered(states) == {0, 1, 7, 8, 9}
    await states.close()


async def test_a_state_in_use_is_left_alone(states: StateManagerMemory) -> None:
    async with states.modify_state(token(0)):
        forget_oldest(states, opened=())

        assert remembered(states) == {0, 7, 8, 9}
    await states.close()


async def test_a_tab_that_was_used_again_counts_as_later(
    states: StateManagerMemory,
) -> None:
    root = await states.get_state(token(0))
    (await root.get_state(Frame)).name = "Ana"

    forget_oldest(states, opened=())

    assert remembered(states) == {0, 8, 9}
    await states.close()
