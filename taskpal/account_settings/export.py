"""Writes everything TaskPal holds of a person, piece by piece.

How, and why it may miss what changes meanwhile: `todos.exchange.writing`.
"""

from collections.abc import AsyncIterator

from sqlmodel import Session

from taskpal.account_settings.archive import ExportedProfile
from taskpal.account_settings.holdings import PARTS
from taskpal.accounts import two_step
from taskpal.accounts.models import Account, OwnerId
from taskpal.database import in_reading
from taskpal.todos.exchange.writing import parts, whole


async def written(owner_id: OwnerId) -> AsyncIterator[bytes]:
    """The file, in pieces."""
    yield whole.head()
    yield b',\n"profile":' + parts.json(await in_reading(_profile, owner_id))
    yield b',\n"preferences":' + await whole.preferences(owner_id)
    async for piece in parts.written(owner_id, PARTS):
        yield piece
    yield b"}\n"


def _profile(session: Session, owner_id: OwnerId) -> ExportedProfile:
    account = session.get_one(Account, owner_id)
    return ExportedProfile(
        id=account.id,
        email=account.email,
        name=account.name,
        created_at=account.created_at,
        two_step=two_step.state_of(session, owner_id).on,
    )
