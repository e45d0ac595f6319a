"""What people may type as their address, password and name, and how it is compared."""

import re
import unicodedata

MOST_EMAIL = 254
MOST_NAME = 100
LEAST_PASSWORD = 8
MOST_PASSWORD = 1000

_EMAIL = re.compile(r"[^@\s\"(),:;<>\[\\\]]{1,64}@[^@\s\"(),:;<>\[\\\]/?#]+")
_JOINERS = {0x200C: None, 0x200D: None}  # they shape emoji and letters in names
_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")


def email(text: str) -> str:
    """An address as its owner writes it, with the space around it taken off."""
    text = unicodedata.normalize("NFC", text.strip())
    if not text:
        raise ValueError("Enter your email address.")
    if len(text) > MOST_EMAIL or len(email_key(text)) > MOST_EMAIL:
        raise ValueError(f"An email address has at most {MOST_EMAIL} characters.")
    if not _looks_like_email(text):
        raise ValueError("Enter an email address like name@example.com.")
    return text


def email_key(text: str) -> str:
    """An address as compared: two that look the same to people are the same."""
    return unicodedata.normalize("NFKC", text.strip()).casefold()


def new_password(text: str) -> str:
    """A password someone chooses."""
    if len(text) < LEAST_PASSWORD:
        raise ValueError(f"Use at least {LEAST_PASSWORD} characters.")
    if len(text) > MOST_PASSWORD:
        raise ValueError(f"Use at most {MOST_PASSWORD} characters.")
    return password(text)


def password(text: str) -> str:
    """A password as hashed: the same however a keyboard composes its letters."""
    return unicodedata.normalize("NFKC", text)


def name(text: str) -> str:
    """What to call someone; may be empty."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if len(text) > MOST_NAME:
        raise ValueError(f"Use at most {MOST_NAME} characters.")
    if _unseen(text.translate(_JOINERS)):
        raise ValueError("Use letters, digits and signs that can be seen.")
    return text


def _looks_like_email(text: str) -> bool:
    if not _EMAIL.fullmatch(text) or _unseen(text):
        return False
    domain = text.partition("@")[2]
    return all(_LABEL.fullmatch(label) for label in domain.split("."))


def _unseen(text: str) -> bool:
    """Whether it holds controls, marks that turn the writing around, or non-letters."""
    unseen = {"Cc", "Cf", "Cn", "Cs"}
    return any(unicodedata.category(sign) in unseen for sign in text)
