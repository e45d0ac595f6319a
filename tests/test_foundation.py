import pytest
from sqlmodel import Session

from taskpal import database, live
from taskpal.accounts import service as accounts
from taskpal.accounts.models import OwnerId


async def test_a_change_is_announced_after_the_commit(ana: OwnerId) -> None:
    heard: list[live.Announcement] = []
    stop = live.listen(heard.append)

    await database.in_transaction(live.changed, ana)

    stop()
    assert heard == [live.Changed(ana, 1)]


async def test_a_rollback_is_not_announced(session: Session, ana: OwnerId) -> None:
    heard: list[live.Announcement] = []
    stop = live.listen(heard.append)

    live.changed(session, ana)
    session.rollback()

    stop()
    assert heard == []


def test_whose_account_was_deleted_meanwhile_is_told_so(
    session: Session, ana: OwnerId
) -> None:
    accounts.remove(session, ana)

    with pytest.raises(live.AccountGone):
        live.changed(session, ana)
