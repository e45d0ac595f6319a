"""The account's log: written once, never changed, and its owner's alone."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from taskpal.accounts import log
from taskpal.accounts.log import Happened, Where
from taskpal.accounts.models import AccountEvent, OwnerId
from taskpal.columns import now


def test_the_newest_line_comes_first(session: Session, ana: OwnerId) -> None:
    log.note(session, ana, Happened.SIGNED_IN, where=Where("203.0.113.9", "Firefox"))
    session.flush()
    log.note(session, ana, Happened.TOKEN_MADE, "Backup script")

    newest, oldest = log.lines(session, ana)

    assert (newest.kind, newest.detail) == ("token_made", "Backup script")
    assert (oldest.address, oldest.user_agent) == ("203.0.113.9", "Firefox")


def test_ben_sees_nothing_of_anas_log(
    session: Session, ana: OwnerId, ben: OwnerId
) -> None:
    log.note(session, ana, Happened.SIGNED_IN)

    assert log.lines(session, ben) == []


def test_a_line_cannot_be_rewritten(session: Session, ana: OwnerId) -> None:
    log.note(session, ana, Happened.SIGNED_IN)
    session.flush()

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text("UPDATE account_event SET kind = 'nothing'"))


def test_whatever_is_said_fits(session: Session, ana: OwnerId) -> None:
    everything = Where("f" * 500, "u" * 5000)

    log.note(session, ana, Happened.TOKEN_MADE, "d" * 5000, where=everything)
    session.flush()

    (line,) = log.lines(session, ana)
    assert [len(line.detail), len(line.address), len(line.user_agent)] == [200, 45, 300]


def test_old_lines_go(session: Session, ana: OwnerId) -> None:
    old = now() - log.KEPT - timedelta(days=1)
    session.add(AccountEvent(owner_id=ana, kind="signed_in", at=old))
    log.note(session, ana, Happened.SIGNED_IN)

    log.forget_old(session)

    assert len(log.lines(session, ana)) == 1


def test_the_log_is_read_in_pieces_without_a_gap(
    session: Session, ana: OwnerId
) -> None:
    moment = now()
    for number in range(7):  # two of them in each moment
        at = moment + timedelta(seconds=number // 2)
        session.add(AccountEvent(owner_id=ana, kind=str(number), at=at))
    session.flush()

    first = log.lines(session, ana, 3)
    second = log.lines(session, ana, 3, before=(first[-1].at, first[-1].id))
    third = log.lines(session, ana, 3, before=(second[-1].at, second[-1].id))

    pieces = [*first, *second, *third]
    assert pieces == log.lines(session, ana)
    assert {line.kind for line in pieces} == set("0123456")


@pytest.mark.parametrize("kind", Happened)
def test_every_line_is_a_sentence_for_people(kind: Happened) -> None:
    said = log.in_words(kind.value)

    assert said[0].isupper()
    assert "_" not in said


def test_a_sentence_names_what_it_is_about() -> None:
    assert log.in_words("token_made", "Backup") == (
        "Made a personal access token: Backup"
    )
    assert log.in_words("signed_out_everywhere", "everywhere else") == (
        "Signed out everywhere else"
    )


def test_a_line_of_a_later_version_is_shown_as_it_is() -> None:
    assert log.in_words("moved_house", "Oslo") == "moved_house: Oslo"
