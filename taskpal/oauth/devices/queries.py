"""How devices that wait are found: by their own code, or by the one people type."""

from sqlmodel import Session, col, select

from taskpal import security
from taskpal.columns import now
from taskpal.oauth.devices import codes
from taskpal.oauth.devices.errors import NoSuchCode
from taskpal.oauth.devices.schemas import Waiting
from taskpal.oauth.models import Client, DeviceAuthorization


def begun_with(session: Session, device_code: str) -> DeviceAuthorization | None:
    """What a device began with this code, whatever became of it."""
    return session.get(DeviceAuthorization, security.hash_token(device_code))


def waiting(session: Session, user_code: str) -> Waiting:
    """The device that shows this code and has no answer yet.

    Raises:
        NoSuchCode: there is none.
    """
    code = codes.read(user_code)
    found = session.exec(
        select(DeviceAuthorization, Client)
        .join(Client, col(Client.id) == col(DeviceAuthorization.client_id))
        .where(
            DeviceAuthorization.user_code_hash == codes.hash_user_code(code or ""),
            col(DeviceAuthorization.connection_id).is_(None),
            col(DeviceAuthorization.denied_at).is_(None),
            col(DeviceAuthorization.expires_at) > now(),
        )
    ).first()
    if code is None or found is None:
        raise NoSuchCode
    device, client = found
    return Waiting(
        id=device.id,
        user_code=code,
        client=client,
        scope=device.scope,
        asked_at=device.created_at,
        address=device.address,
    )


def is_taken(session: Session, user_code: str) -> bool:
    """Whether a device, waiting or not, still has this code."""
    kept = DeviceAuthorization.user_code_hash == codes.hash_user_code(user_code)
    return session.exec(select(DeviceAuthorization.id).where(kept)).first() is not None
