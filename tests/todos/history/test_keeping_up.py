"""Whoever asks for what came since misses nothing, whoever else writes meanwhile."""

import threading
from collections.abc import Callable

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.todos import service
from taskpal.todos.history import queries
from taskpal.todos.history.schemas import ChangeQuery
from taskpal.todos.schemas import NewTodo

ROUNDS = 15


class Reader:
    """Asks again and again, each time for what came since the answer before."""

    def __init__(self, owner_id: OwnerId) -> None:
        self.owner_id, self.latest = owner_id, 0
        self.seen: list[str] = []

    def ask(self) -> None:
        query = ChangeQuery(since=self.latest, limit=100)
        with database.reading() as session:
            page = queries.changes(session, self.owner_id, query)
        assert page.next_cursor is None
        self.seen += [entry.name for entry in page.items]
        self.latest = max([page.latest, *(one.revision for one in page.items)])


def add(owner_id: OwnerId, title: str, before_commit: Callable[[], object]) -> None:
    with database.transaction() as session:
        service.add(session, owner_id, NewTodo(title=title))
        before_commit()


def test_a_change_that_is_committed_late_is_seen_late_and_not_missed(
    ana: OwnerId,
) -> None:
    """The first writer holds its transaction open while the second one wants to write.

    Were revisions handed out before it is their turn, the reader would see the second
    change, go on from there, and never see the first.
    """
    reader, began, go_on = Reader(ana), threading.Event(), threading.Event()

    def slowly() -> None:
        began.set()
        assert go_on.wait(10)

    slow = threading.Thread(target=add, args=(ana, "slow", slowly))
    quick = threading.Thread(target=add, args=(ana, "quick", lambda: None))
    slow.start()
    assert began.wait(10)
    quick.start()
    reader.ask()
    assert reader.seen == []
    go_on.set()
    for thread in (slow, quick):
        thread.join(10)
    reader.ask()

    assert reader.seen == ["slow", "quick"]


def test_two_who_write_for_one_owner_and_one_for_another_hide_nothing(
    ana: OwnerId, ben: OwnerId
) -> None:
    readers = {ana: Reader(ana), ben: Reader(ben)}
    writers = [
        threading.Thread(target=write, args=(owner_id, name))
        for owner_id, name in ((ana, "first"), (ana, "second"), (ben, "third"))
    ]

    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        for reader in readers.values():
            reader.ask()
    for reader in readers.values():
        reader.ask()

    assert sorted(readers[ana].seen) == sorted(
        f"{name} {number}" for name in ("first", "second") for number in range(ROUNDS)
    )
    assert readers[ben].seen == [f"third {number}" for number in range(ROUNDS)]


def write(owner_id: OwnerId, name: str) -> None:
    for number in range(ROUNDS):
        add(owner_id, f"{name} {number}", lambda: None)
