"""What apps asked for, kept on the server while a consent page waits for its answer."""

from datetime import timedelta
from urllib.parse import parse_qsl, quote, urlencode

from sqlmodel import Session, col, delete, select

from taskpal.accounts.errors import SignInAgain
from taskpal.accounts.models import BrowserSession
from taskpal.accounts.schemas import SignedIn
from taskpal.columns import now
from taskpal.oauth.models import AuthorizationRequest
from taskpal.web.forms import Form

ANSWER_WITHIN = timedelta(minutes=10)
_OPEN_AT_ONCE = 10  # consent pages per browser


def keep(session: Session, person: SignedIn, sent: Form) -> str:
    """Keep a request for this browser only: the id by which its page names it.

    Raises:
        SignInAgain: the session ended a moment ago.
    """
    _hold(session, person.session_id)
    mine = col(AuthorizationRequest.session_id) == person.session_id
    newest = col(AuthorizationRequest.expires_at).desc()
    older = select(AuthorizationRequest.id).where(mine).order_by(newest)
    surplus = session.exec(older.offset(_OPEN_AT_ONCE - 1)).all()
    session.execute(
        delete(AuthorizationRequest).where(col(AuthorizationRequest.id).in_(surplus))
    )
    row = AuthorizationRequest(
        session_id=person.session_id,
        query=urlencode(sent, quote_via=quote),
        expires_at=now() + ANSWER_WITHIN,
    )
    session.add(row)
    session.flush()
    return row.id


def take(session: Session, person: SignedIn, request_id: str) -> Form | None:
    """A request of this browser, once; None when it is over, or another's."""
    query = session.execute(
        delete(AuthorizationRequest)
        .where(
            col(AuthorizationRequest.id) == request_id,
            col(AuthorizationRequest.session_id) == person.session_id,
            col(AuthorizationRequest.expires_at) > now(),
        )
        .returning(col(AuthorizationRequest.query))
    ).scalar_one_or_none()
    return None if query is None else dict(parse_qsl(query, keep_blank_values=True))


def _hold(session: Session, session_id: str) -> None:
    """Whoever ends a session deletes it before its requests: so it is locked first."""
    itself = select(BrowserSession.id).where(BrowserSession.id == session_id)
    if session.exec(itself.with_for_update(read=True, key_share=True)).first() is None:
        raise SignInAgain
