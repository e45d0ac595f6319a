"""What the index of words still holds of words that are gone is written over.

FTS5 only notes that a word is gone; it stays readable in the file, owner and all, until
its segments are merged into one. Of 100,000 todos that takes half a second, in pieces.
PostgreSQL's autovacuum does as much by itself.
"""

from typing import Final

import sqlalchemy as sa
from sqlmodel import Session

_AT_ONCE: Final = 500
"""Pages of the index that one piece writes."""
_MERGE: Final = sa.text(
    "INSERT INTO search_text (search_text, rank) VALUES ('merge', :pages)"
)
_WRITTEN: Final = sa.text("SELECT total_changes()")


def forget(session: Session) -> int:
    """Merge some of what there is of the index; 0 when nothing was left to merge."""
    if session.get_bind().dialect.name != "sqlite":
        return 0
    before = session.execute(_WRITTEN).scalar_one()
    session.execute(_MERGE, {"pages": -_AT_ONCE})  # below 0: down to one segment
    written: int = session.execute(_WRITTEN).scalar_one() - before
    return written - 1  # the command itself counts as one
