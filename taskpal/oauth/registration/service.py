"""Registering an app, and letting it read, change and remove its registration.

Nobody owns such an app. Whoever holds its registration access token manages it; only
that token's HMAC is kept, as of the secret.
"""

from datetime import timedelta

from sqlmodel import Session, col, delete, func, or_, select

from taskpal import security
from taskpal.columns import now
from taskpal.errors import TooManyAttempts
from taskpal.oauth import clients, kinds, queries
from taskpal.oauth.models import Client, Connection
from taskpal.oauth.registration.errors import MetadataRefused, RegistrationTokenRefused
from taskpal.oauth.registration.schemas import Metadata, Proof
from taskpal.web.objects import Object

MOST_NEVER_USED = 5000
UNUSED_KEPT = timedelta(hours=24)
USED_KEPT = timedelta(days=90)

# RFC 7592 §2.2: TaskPal says these, an app must not.
_OURS = (
    "registration_access_token",
    "registration_client_uri",
    "client_secret_expires_at",
    "client_id_issued_at",
)


def register(session: Session, said: Metadata) -> tuple[Client, Proof]:
    """A new app as it describes itself, and its proofs, which cannot be shown again.

    Raises:
        TooManyAttempts: too many apps registered and were never connected.
    """
    make_room(session)
    secret = security.new_token("tp_cs_") if kinds.of(said.kind).secret else None
    proof = Proof(security.new_token("tp_reg_"), secret)
    client = Client(
        kind=said.kind,
        name=said.name,
        secret_hash=secret and security.hash_token(secret),
        redirect_uris=said.redirect_uris,
        registration_hash=security.hash_token(proof.registration_token),
        about=said.about,
    )
    session.add(client)
    session.flush()
    return client, proof


def registered(session: Session, client_id: str, token: str) -> Client:
    """The app that this registration access token belongs to.

    Raises:
        RegistrationTokenRefused: there is no such app, or it is not its token.
    """
    client = queries.client(session, client_id)
    expected = (client and client.registration_hash) or security.NO_TOKENS_HASH
    right = security.same(security.hash_token(token), expected)
    if client is None or not right:
        raise RegistrationTokenRefused
    return client


def replace(
    session: Session, client_id: str, token: str, sent: Object, said: Metadata
) -> Client:
    """Put what the app says now in place of what it said before (RFC 7592 §2.2).

    The token stays as it is: an answer that gets lost must not lock the app out.

    Raises:
        RegistrationTokenRefused: there is no such app, or it is not its token.
        MetadataRefused: it speaks of another app, or wants to be of another kind.
    """
    client = registered(session, client_id, token)
    _check_same_app(client, sent)
    if said.kind != client.kind:
        raise MetadataRefused(
            "An app keeps its grants, and whether it has a secret: register a new one."
        )
    describe(client, said)
    session.add(client)
    return client


def remove(session: Session, client_id: str, token: str) -> None:
    """Remove the app with every connection to it; its tokens end at once.

    Raises:
        RegistrationTokenRefused: there is no such app, or it is not its token.
    """
    clients.remove_anyones(session, registered(session, client_id, token))


def describe(client: Client, said: Metadata) -> None:
    """Note what the app says of itself, and when that changed what people agreed to."""
    agreed = said.name, set(said.redirect_uris)
    if agreed != (client.name, set(client.redirect_uris)):
        client.changed_at = now()
    client.name, client.redirect_uris = said.name, said.redirect_uris
    client.about = said.about


def make_room(session: Session) -> None:
    """See to it that strangers cannot fill the disk with apps nobody ever connects.

    Raises:
        TooManyAttempts: there are too many already, all of them new.
    """
    if _never_used(session) < MOST_NEVER_USED:
        return
    forget_unused(session)
    if _never_used(session) >= MOST_NEVER_USED:
        raise TooManyAttempts(3600, "new apps")


def forget_unused(session: Session) -> None:
    """Delete the apps that set themselves up and that nobody connects any more."""
    never = col(Client.used_at).is_(None), col(Client.created_at) < now() - UNUSED_KEPT
    long_ago = col(Client.used_at) < now() - USED_KEPT
    connected = select(Connection.id).where(Connection.client_id == Client.id).exists()
    session.execute(
        delete(Client)
        .where(
            col(Client.owner_id).is_(None),
            or_(never[0] & never[1], long_ago),
            ~connected,
        )
        .execution_options(synchronize_session=False)
    )


def _check_same_app(client: Client, sent: Object) -> None:
    if sent.get("client_id") != client.id:
        raise MetadataRefused("client_id must be the one that was registered.")
    if any(name in sent for name in _OURS):
        raise MetadataRefused(f"Leave out {', '.join(_OURS)}: they are not changed.")
    secret = sent.get("client_secret")
    if secret is not None and not _is_secret_of(client, secret):
        raise MetadataRefused("client_secret must be the one that was issued.")


def _is_secret_of(client: Client, secret: object) -> bool:
    if not isinstance(secret, str) or client.secret_hash is None:
        return False
    return security.same(security.hash_token(secret), client.secret_hash)


def _never_used(session: Session) -> int:
    unused = col(Client.owner_id).is_(None), col(Client.used_at).is_(None)
    count = select(func.count()).select_from(Client).where(*unused)
    return int(session.exec(count).one())
