"""From a device that asks to its user's answer.

Allowing locks the account, the client and the connection, and the device last of all;
`codes.redeem` keeps to the same order.
"""

from datetime import timedelta

from sqlmodel import Session, col, select, update

from taskpal import security, throttle
from taskpal.accounts import log
from taskpal.accounts.log import NOWHERE, Happened, Where
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.oauth import service as oauth
from taskpal.oauth.devices import codes
from taskpal.oauth.devices.errors import NoSuchCode
from taskpal.oauth.devices.queries import begun_with, is_taken, waiting
from taskpal.oauth.devices.schemas import NewCodes
from taskpal.oauth.models import Client, DeviceAuthorization

__all__ = ["allow", "begin", "begun_with", "deny", "polled_too_soon", "waiting"]

LIFE = timedelta(minutes=10)
INTERVAL = 5  # seconds between two questions of a device
SLOWER = 5  # more of them whenever it asks too soon
LEEWAY = timedelta(seconds=1)  # for what the network delays

# A code counts for as long as it lives: so many, then, can wait at any time.
BY_ADDRESS = throttle.Limit("device-codes-by-address", 30, 600)
BY_CLIENT = throttle.Limit("device-codes-by-client", 1000, 600)


def begin(
    session: Session, client: Client, *, scope: str, audience: str, address: str
) -> NewCodes:
    """Let a device wait for its user for ten minutes (RFC 8628 §3.1, §3.2).

    Raises:
        TooManyAttempts: as many devices of the client, or from the address, wait.
    """
    throttle.hit(BY_ADDRESS, address)
    throttle.hit(BY_CLIENT, client.id)
    device_code, user_code = security.new_token("tp_dc_"), codes.new_user_code()
    while is_taken(session, user_code):
        user_code = codes.new_user_code()
    session.add(
        DeviceAuthorization(
            id=security.hash_token(device_code),
            user_code_hash=codes.hash_user_code(user_code),
            client_id=client.id,
            scope=scope,
            audience=audience,
            address=address,
            interval=INTERVAL,
            expires_at=now() + LIFE,
        )
    )
    session.flush()
    return NewCodes(device_code, user_code, int(LIFE.total_seconds()), INTERVAL)


def allow(
    session: Session, owner_id: OwnerId, user_code: str, *, where: Where = NOWHERE
) -> None:
    """Let the device that shows this code act for the owner.

    Raises:
        NoSuchCode: no device waits with it.
        ClientNotFound: its app was removed a moment ago.
    """
    asked = waiting(session, user_code)
    connection = oauth.connect(session, owner_id, asked.client.id, asked.scope)
    _answer(session, asked.id, connection_id=connection.id)
    name = asked.client.name
    log.note(session, owner_id, Happened.DEVICE_ALLOWED, name, where=where)


def deny(session: Session, _owner_id: OwnerId, user_code: str) -> None:
    """Turn the device that shows this code away; it learns of that when it next asks.

    Raises:
        NoSuchCode: no device waits with it.
    """
    _answer(session, waiting(session, user_code).id, denied_at=now())


def polled_too_soon(session: Session, device: DeviceAuthorization) -> bool:
    """Note that the device asked; if too soon, it has to wait longer from now on.

    RFC 8628 §3.5: by 5 seconds more, for this and all subsequent requests.
    """
    device = session.exec(
        select(DeviceAuthorization)
        .where(DeviceAuthorization.id == device.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    wait = timedelta(seconds=device.interval) - LEEWAY
    soon = device.polled_at is not None and now() < device.polled_at + wait
    device.polled_at = now()
    device.interval += SLOWER if soon else 0
    session.add(device)
    return soon


def _answer(session: Session, device_id: str, **answer: object) -> None:
    """Note the answer, unless there is one: among several at once, one counts."""
    noted = session.execute(
        update(DeviceAuthorization)
        .where(
            col(DeviceAuthorization.id) == device_id,
            col(DeviceAuthorization.connection_id).is_(None),
            col(DeviceAuthorization.denied_at).is_(None),
        )
        .values(answer)
        .returning(col(DeviceAuthorization.id))
        .execution_options(synchronize_session=False)
    ).first()
    if noted is None:
        raise NoSuchCode
