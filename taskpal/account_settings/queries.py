"""What the settings show of an account. Every query takes the owner."""

import sqlalchemy as sa
from sqlmodel import Session, col

from taskpal.account_settings.schemas import (
    Belongings,
    Browser,
    Entry,
    Overview,
    Place,
)
from taskpal.accounts import browsers, log, sessions, two_step
from taskpal.accounts import queries as accounts
from taskpal.accounts.log import Line
from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import queries as preferences
from taskpal.accounts.sessions import SessionView
from taskpal.accounts.two_step import TwoStepState
from taskpal.columns import written
from taskpal.oauth.models import PERSONAL, Client, Connection, Token
from taskpal.todos.models import Todo

ENTRIES = 10  # of the log at once


def overview(
    session: Session,
    owner_id: OwnerId,
    session_id: str | None,
    place: Place | None = None,
) -> Overview:
    """The owner's account as it stands, and a page of its log."""
    who = accounts.profile(session, owner_id)
    second = two_step.state_of(session, owner_id)
    lines = log.lines(session, owner_id, ENTRIES + 1, before=place)
    shown = lines[:ENTRIES]
    return Overview(
        email=who.email,
        name=who.name,
        zone=preferences.row(session, owner_id).zone or "",
        two_step=second.on,
        two_step_since=written(second.since),
        codes_left=second.codes_left,
        browsers=[_browser(v) for v in sessions.of(session, owner_id, session_id)],
        entries=[_entry(line) for line in shown],
        next_place=Place(shown[-1].at, shown[-1].id) if lines[ENTRIES:] else None,
    )


def standing(session: Session, owner_id: OwnerId) -> tuple[TwoStepState, Belongings]:
    """Whether signing in takes two steps, and how much hangs on the account."""
    second = two_step.state_of(session, owner_id)
    return second, belongings(session, owner_id)


def belongings(session: Session, owner_id: OwnerId) -> Belongings:
    """How much would go if the owner deleted their account."""
    todo = _count(col(Todo.owner_id) == owner_id, col(Todo.deleted_at).is_(None))
    trash = _count(col(Todo.owner_id) == owner_id, col(Todo.deleted_at).is_not(None))
    client = col(Client.owner_id) == owner_id
    connection = col(Connection.owner_id)
    people = (
        sa.select(sa.func.count(sa.distinct(connection)))
        .join(Client, col(Client.id) == col(Connection.client_id))
        .where(client, connection != owner_id)
    )
    token = col(Token.owner_id) == owner_id, col(Token.kind) == PERSONAL
    counted = (
        *(todo, trash, _count(client), people),
        *(_count(connection == owner_id), _count(*token)),
    )
    wanted = sa.select(*(each.scalar_subquery() for each in counted))
    return Belongings(*session.execute(wanted).one())


def _count(*those: sa.ColumnElement[bool]) -> sa.Select[int]:
    return sa.select(sa.func.count()).where(*those)


def _browser(view: SessionView) -> Browser:
    return Browser(
        id=view.id,
        device=view.device,
        address=view.address,
        since=written(view.since),
        used=written(view.last_used),
        here=view.current,
    )


def _entry(line: Line) -> Entry:
    device = browsers.in_words(line.user_agent) if line.user_agent else ""
    return Entry(
        id=line.id,
        at=written(line.at),
        what=log.in_words(line.kind, line.detail),
        source=" · ".join(part for part in (device, line.address) if part),
        alarm=line.kind in log.ALARMS,
    )
