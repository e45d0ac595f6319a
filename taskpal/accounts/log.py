"""The log of an account: what happened to it, for its owner to look back on.

    log.note(session, owner_id, Happened.TOKEN_MADE, "Backup script")

A line is written in the transaction that does what it tells of, and never changed.
`detail` names the app, token or browser concerned. No secret, not even its hash,
belongs in it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import tuple_
from sqlmodel import Session, col, delete, select

from taskpal.accounts.models import AccountEvent, OwnerId
from taskpal.columns import now

KEPT = timedelta(days=400)
_DETAIL, _ADDRESS, _USER_AGENT = 200, 45, 300  # characters the columns hold


class Happened(StrEnum):
    """What can happen to an account; the value is what the database holds."""

    SIGNED_UP = "signed_up"
    SIGNED_IN = "signed_in"
    CODE_WRONG = "code_wrong"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session_ended"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    TWO_STEP_ON = "two_step_on"
    TWO_STEP_OFF = "two_step_off"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    EXPORTED = "exported"
    APP_ALLOWED = "app_allowed"
    APP_DISCONNECTED = "app_disconnected"
    DEVICE_ALLOWED = "device_allowed"
    CODE_REUSED = "code_reused"
    REFRESH_TOKEN_REUSED = "refresh_token_reused"  # noqa: S105
    CLIENT_MADE = "client_made"
    CLIENT_CHANGED = "client_changed"
    CLIENT_REMOVED = "client_removed"
    SECRET_MADE = "secret_made"  # noqa: S105
    CALLBACK_APPROVED = "callback_approved"
    CALLBACK_REFUSED = "callback_refused"
    TOKEN_MADE = "token_made"  # noqa: S105
    TOKEN_REVOKED = "token_revoked"  # noqa: S105


# What each line says, before its detail. Those in ALARMS deserve a second look.
_IN_WORDS = {
    Happened.SIGNED_UP: "Made this account",
    Happened.SIGNED_IN: "Signed in",
    Happened.CODE_WRONG: "Someone with your password failed the second step",
    Happened.SIGNED_OUT: "Signed out",
    Happened.SESSION_ENDED: "Signed another browser out",
    Happened.SIGNED_OUT_EVERYWHERE: "Signed out",
    Happened.PASSWORD_CHANGED: "Changed the password",
    Happened.TWO_STEP_ON: "Turned on two-step sign-in",
    Happened.TWO_STEP_OFF: "Turned off two-step sign-in",
    Happened.RECOVERY_CODES_MADE: "Made new recovery codes",
    Happened.RECOVERY_CODE_USED: "Used a recovery code",
    Happened.EXPORTED: "Exported all data",
    Happened.APP_ALLOWED: "Connected an app",
    Happened.APP_DISCONNECTED: "Disconnected an app",
    Happened.DEVICE_ALLOWED: "Connected a device",
    Happened.CODE_REUSED: "An app used an old code, so its access ended",
    Happened.REFRESH_TOKEN_REUSED: "An app used an old token, so its access ended",
    Happened.CLIENT_MADE: "Set up an app",
    Happened.CLIENT_CHANGED: "Changed an app",
    Happened.CLIENT_REMOVED: "Removed an app",
    Happened.SECRET_MADE: "Made a new secret for an app",
    Happened.CALLBACK_APPROVED: "Approved a ChatGPT callback",
    Happened.CALLBACK_REFUSED: "Refused a ChatGPT callback",
    Happened.TOKEN_MADE: "Made a personal access token",
    Happened.TOKEN_REVOKED: "Revoked a personal access token",
}
ALARMS = frozenset(
    kind.value
    for kind in (
        Happened.CODE_WRONG,
        Happened.CODE_REUSED,
        Happened.REFRESH_TOKEN_REUSED,
    )
)


@dataclass(frozen=True, slots=True)
class Where:
    """The browser or app that something came from, as it calls itself."""

    address: str = ""
    user_agent: str = ""


NOWHERE = Where()
"""The command line, or an app that acts by itself."""

BY_HOST = "by whoever hosts this TaskPal"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log, as read."""

    id: str
    at: datetime
    kind: str
    detail: str
    address: str
    user_agent: str


def note(
    session: Session,
    owner_id: OwnerId,
    what: Happened,
    detail: str = "",
    *,
    where: Where = NOWHERE,
) -> None:
    """Write a line; it stands once the transaction commits."""
    session.add(
        AccountEvent(
            owner_id=owner_id,
            kind=what.value,
            detail=detail[:_DETAIL],
            address=where.address[:_ADDRESS],
            user_agent=where.user_agent[:_USER_AGENT],
        )
    )


def lines(
    session: Session,
    owner_id: OwnerId,
    most: int = 100,
    before: tuple[datetime, str] | None = None,
) -> list[Line]:
    """The owner's latest lines, newest first; those older than the line `(at, id)`."""
    order = tuple_(col(AccountEvent.at), col(AccountEvent.id))
    mine = select(AccountEvent).where(AccountEvent.owner_id == owner_id)
    if before is not None:
        mine = mine.where(order < before)
    newest = col(AccountEvent.at).desc(), col(AccountEvent.id).desc()
    found = session.exec(mine.order_by(*newest).limit(most))
    return [
        Line(one.id, one.at, one.kind, one.detail, one.address, one.user_agent)
        for one in found
    ]


def in_words(kind: str, detail: str = "") -> str:
    """What a line says to people."""
    said = _IN_WORDS[Happened(kind)] if kind in set(Happened) else kind
    if kind == Happened.SIGNED_OUT_EVERYWHERE:
        return f"{said} {detail}".strip()
    return f"{said}: {detail}" if detail else said


def forget_old(session: Session) -> None:
    """Delete, for every owner, the lines that are older than is promised to be kept."""
    old = col(AccountEvent.at) < now() - KEPT
    session.execute(delete(AccountEvent).where(old))
