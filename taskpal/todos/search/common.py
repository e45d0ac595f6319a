"""Whether words are so common that todos are looked at one by one."""

from typing import Final

import sqlalchemy as sa
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.todos.search.asking import ANY
from taskpal.todos.search.index import ENTRY, holds
from taskpal.todos.search.words import Sought

_NEWEST: Final = 1000
_COMMON: Final = 100  # of them


def are_common(session: Session, owner_id: OwnerId, sought: Sought) -> bool:
    """Whether one in ten of the owner's newest todos has the words.

    Then a page of them is full soon, whereas the index would find all there are first.
    """
    newest = (
        sa.select(ENTRY.c.words)
        .where(ENTRY.c.owner_id == owner_id)
        .order_by(ENTRY.c.id.desc())
        .limit(_NEWEST)
        .subquery("newest")
    )
    held = holds(session.get_bind().dialect.name, newest.c.words, owner_id, sought, ANY)
    some = sa.select(newest.c.words).where(held).limit(_COMMON).subquery("some")
    count = sa.select(sa.func.count()).select_from(some)
    return bool(session.execute(count).scalar_one() == _COMMON)
