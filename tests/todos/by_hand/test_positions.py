"""Positions: an order made by hand that never needs numbering anew."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskpal.todos.by_hand import positions

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
moments = st.datetimes(
    NOW.replace(1970, tzinfo=None),
    NOW.replace(2100, tzinfo=None),
    timezones=st.just(UTC),
)


@given(moments, moments)
def test_what_is_added_later_comes_later(one: datetime, other: datetime) -> None:
    assert (positions.last(one) < positions.last(other)) == (one < other)


@given(st.lists(st.integers(min_value=0), max_size=60))
def test_there_is_room_between_any_two(places: list[int]) -> None:
    order: list[str] = []

    for number, place in enumerate(places):
        at = place % (len(order) + 1)
        if at == len(order) and number % 2:
            made = positions.behind(
                order[-1] if order else None, NOW + timedelta(seconds=number)
            )
        else:
            before = order[at - 1] if at else None
            made = positions.between(before, order[at] if at < len(order) else None)
        order.insert(at, made)

    assert order == sorted(order)
    assert len(set(order)) == len(order)
    assert not any(position.endswith("0") for position in order)


def test_a_thousand_moves_into_the_same_gap_stay_short() -> None:
    first, end = positions.last(NOW), positions.last(NOW + timedelta(days=1))

    for _ in range(1000):
        end = positions.between(first, end)

    assert len(end) < 250


def test_ten_thousand_moves_to_the_top_stay_as_short_as_any() -> None:
    order = [positions.last(NOW)]

    for _ in range(10_000):
        order.append(positions.between(None, order[-1]))

    assert order == sorted(order, reverse=True)
    assert len(set(order)) == len(order)
    assert max(map(len, order)) <= 13
    assert not any(position.endswith("0") for position in order)


def test_ten_thousand_moves_to_the_end_stay_as_short_as_any() -> None:
    order = [positions.last(NOW)]

    for _ in range(10_000):
        order.append(positions.between(order[-1], None))

    assert order == sorted(order)
    assert len(set(order)) == len(order)
    assert max(map(len, order)) <= 13
    assert not any(position.endswith("0") for position in order)


@pytest.mark.parametrize("high", ["1", "0000000000001", "01", "00000000000001"])
def test_there_is_room_before_the_very_first(high: str) -> None:
    made = [high]

    for _ in range(50):
        made.append(positions.between(None, made[-1]))

    assert made == sorted(made, reverse=True)
    assert len(set(made)) == len(made)


@given(st.integers(0, 300), st.sampled_from([None, "5"]), st.sampled_from([None, "6"]))
def test_many_are_spread_between_two(
    many: int, before: str | None, after: str | None
) -> None:
    made = positions.spread(before, after, many)

    assert len(made) == len(set(made)) == many
    assert made == sorted(made)
    assert all((before or "") < one < (after or "~") for one in made)
    assert not any(one.endswith("0") or len(one) > 15 for one in made)


def test_something_new_still_goes_last_after_many_were_put_at_the_end() -> None:
    end = positions.last(NOW)

    for _ in range(100):
        end = positions.between(end, None)

    assert end < positions.last(NOW + timedelta(hours=1))


def test_nothing_fits_between_one_and_itself() -> None:
    with pytest.raises(ValueError, match="nothing between"):
        positions.between("5", "5")
