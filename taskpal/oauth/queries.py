"""How clients, connections and tokens are found. A user's own ones take the owner."""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from taskpal.oauth.models import Client, Token


class Bearer(NamedTuple):
    """What one indexed query knows about a presented token."""

    kind: str
    owner_id: str
    client_id: str | None
    client_name: str | None
    scope: str
    audience: str
    expires_at: datetime


_BEARER = (
    sa.select(
        col(Token.kind),
        col(Token.owner_id),
        col(Token.client_id),
        col(Client.name),
        col(Token.scope),
        col(Token.audience),
        col(Token.expires_at),
    )
    .select_from(Token)
    .outerjoin(Client, col(Client.id) == col(Token.client_id))
)


def bearer(session: Session, token_hash: str) -> Bearer | None:
    """The token with this hash, of whatever kind and age, and its client's name."""
    row = session.execute(_BEARER.where(col(Token.id) == token_hash)).first()
    return None if row is None else Bearer(*row)
