"""Hashes passwords, makes and hashes tokens. Nothing secret is stored in clear."""

import base64
import hashlib
import hmac
import re
import secrets
from functools import cache

import bcrypt
from cryptography.fernet import Fernet

from taskpal.settings import settings

ID_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 12
_IDS = len(ID_ALPHABET) ** ID_LENGTH
_ID = re.compile(r"[0-9a-z]{12}")  # those that were made elsewhere too
BCRYPT_COST = 12
NO_TOKENS_HASH = "0" * 64  # compared with where there is none: it takes as long


def new_id() -> str:
    """12 characters that neither a person nor a language model mistakes (58 bits)."""
    # Chance is asked for once: each time, another thread may take over.
    number, signs = secrets.randbelow(_IDS), ""
    for _ in range(ID_LENGTH):
        number, sign = divmod(number, len(ID_ALPHABET))
        signs += ID_ALPHABET[sign]
    return signs


def is_id(said: str) -> bool:
    """Whether it can be an id: NUL and the like must not reach the driver."""
    return _ID.fullmatch(said) is not None


def new_token(prefix: str = "") -> str:
    """An unguessable token of 256 bits, with a prefix that tells its kind."""
    return prefix + secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What the database holds instead of a token: HMAC-SHA-256 under the secret key."""
    return hmac.new(_key(), _bytes(token), hashlib.sha256).hexdigest()


def sign(purpose: str, value: str) -> str:
    """A signature that proves TaskPal itself tied `value` to `purpose`."""
    message = f"{purpose}\x1f{value}"
    return hmac.new(_key(), _bytes(message), hashlib.sha256).hexdigest()


def seal(text: str) -> str:
    """The text encrypted under the secret key, for what has to be read again."""
    return _box().encrypt(_bytes(text)).decode()


def unseal(sealed: str) -> str:
    """The text that was sealed.

    Raises:
        cryptography.fernet.InvalidToken: it was sealed under another key, or changed.
    """
    return _box().decrypt(sealed).decode()


def same(left: str, right: str) -> bool:
    """Whether two secrets are equal, in a time that does not depend on them."""
    return hmac.compare_digest(_bytes(left), _bytes(right))


def hash_password(password: str) -> str:
    """A bcrypt hash, cost 12. It takes about 0.2 s: call it in a thread."""
    return bcrypt.hashpw(_digest(password), bcrypt.gensalt(BCRYPT_COST)).decode()


def check_password(password: str, password_hash: str | None) -> bool:
    """Whether the password fits; takes as long when there is no account to check."""
    known = password_hash if (password_hash or "").startswith("$2") else None
    fits = bcrypt.checkpw(_digest(password), (known or _no_one()).encode())
    return fits and known is not None


def _digest(password: str) -> bytes:
    """Bcrypt reads 72 bytes and stops at NUL: give it all of the password, as text."""
    return base64.b64encode(hashlib.sha256(_bytes(password)).digest())


@cache
def _no_one() -> str:
    """A hash that no password has, made without the wait for a real one."""
    return bcrypt.gensalt(BCRYPT_COST).decode() + "." * 31


@cache
def _key() -> bytes:
    return settings().secret_key.get_secret_value().encode()


@cache
def _box() -> Fernet:
    derived = hmac.new(_key(), b"sealing", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(derived))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
