"""Recovery codes: each replaces the authenticator once, for whoever lost theirs."""

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from taskpal import security
from taskpal.accounts import log
from taskpal.accounts.log import Happened, Where
from taskpal.accounts.models import OwnerId, RecoveryCode
from taskpal.columns import now

HOW_MANY = 10


def make(session: Session, owner_id: OwnerId) -> list[str]:
    """Ten of 58 bits each, like "k7mq-2xvn-w9ha", in place of those before.

    Only their HMACs are kept, so they are shown this once.
    """
    forget(session, owner_id)
    made = [security.new_id() for _ in range(HOW_MANY)]
    session.add_all(
        RecoveryCode(id=_hash(owner_id, code), account_id=owner_id) for code in made
    )
    return ["-".join((code[:4], code[4:8], code[8:])) for code in made]


def take(session: Session, owner_id: OwnerId, code: str, where: Where) -> bool:
    """Whether it is one of the owner's, written without dashes, and not used yet."""
    taken = session.execute(
        update(RecoveryCode)
        .where(col(RecoveryCode.id) == _hash(owner_id, code))
        .where(col(RecoveryCode.account_id) == owner_id)
        .where(col(RecoveryCode.used_at).is_(None))
        .values(used_at=now())
        .returning(col(RecoveryCode.id))
    ).first()
    if taken is None:
        return False
    remaining = f"{left(session, owner_id)} left"
    log.note(session, owner_id, Happened.RECOVERY_CODE_USED, remaining, where=where)
    return True


def left(session: Session, owner_id: OwnerId) -> int:
    """How many can still be used."""
    unused = select(func.count()).where(
        col(RecoveryCode.account_id) == owner_id, col(RecoveryCode.used_at).is_(None)
    )
    return session.scalars(unused).one()


def forget(session: Session, owner_id: OwnerId) -> None:
    """Have all of them stop working."""
    session.execute(
        delete(RecoveryCode).where(col(RecoveryCode.account_id) == owner_id)
    )


def _hash(owner_id: OwnerId, code: str) -> str:
    return security.sign("recovery code", f"{owner_id}\x1f{code}")
