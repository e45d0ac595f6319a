"""The checks before TaskPal starts: each failure is one sentence."""

import socket
from collections.abc import Iterator

import pytest

from taskpal.start import serving
from taskpal.start.serving import AddressTaken, DatabaseUnreachable
from tests.conftest import forget_engine


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that something listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_port_in_use_is_named(taken: int) -> None:
    with pytest.raises(AddressTaken, match=f"Port {taken} is already in use"):
        serving._check_address("127.0.0.1", taken)


def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(AddressTaken, match=r"192\.0\.2\.1"):
        serving._check_address("192.0.2.1", 3000)


def test_a_name_that_is_no_address_is_named() -> None:
    with pytest.raises(AddressTaken, match="nowhere"):
        serving._check_address("nowhere.invalid", 3000)


def test_a_database_that_does_not_answer_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = "postgresql://nobody:secret@127.0.0.1:1/none?connect_timeout=2"
    monkeypatch.setenv("DATABASE_URL", url)
    forget_engine()

    with pytest.raises(DatabaseUnreachable) as refusal:
        serving.migrate()

    forget_engine()
    assert "secret" not in refusal.value.message
