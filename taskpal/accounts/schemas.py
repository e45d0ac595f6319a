"""What accounts take in and give out."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from taskpal.accounts import words
from taskpal.accounts.guessable import guessable
from taskpal.accounts.models import OwnerId
from taskpal.errors import BadValues

GUESSABLE = (
    "This password is easy to guess. "
    "Try a few words that have nothing to do with each other."
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whoever uses this browser, and the session they are signed in with."""

    owner_id: OwnerId
    session_id: str
    email: str
    name: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account to sign in to, and the hash its password must fit."""

    owner_id: OwnerId
    password_hash: str = field(repr=False)
    email: str = ""
    two_step: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody is signed in: what their browser keeps, and their address."""

    session_token: str = field(repr=False)
    email: str


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Somebody gave the right password and is asked for a code next."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Profile:
    """Who the token belongs to."""

    id: Annotated[
        str,
        Field(
            description="12 letters and digits; it stays when the address changes.",
            examples=["k3m9qz7xw2ap"],
        ),
    ]
    email: Annotated[
        str, Field(description="Their address.", examples=["ana@example.com"])
    ]
    name: Annotated[
        str, Field(description='What they are called; may be "".', examples=["Ana"])
    ]


class NewAccount(BaseModel):
    """Someone signing up; their browser says which zone it is in, or nothing."""

    email: Annotated[str, AfterValidator(words.email)]
    password: Annotated[str, AfterValidator(words.new_password)]
    name: Annotated[str, AfterValidator(words.name)] = ""
    zone: str = ""


def new_account(
    email: str, password: str, name: str = "", zone: str = ""
) -> NewAccount:
    """The account described, checked.

    Raises:
        BadValues: with a sentence for each field that is wrong.
    """
    try:
        new = NewAccount(email=email, password=password, name=name, zone=zone)
    except ValidationError as error:
        raise BadValues(_sentences(error)) from None
    new_password(new.password, new.email, new.name)
    return new


def new_password(text: str, *about: str, field: str = "password") -> str:
    """A password someone chooses, who is known by these names and addresses.

    Raises:
        BadValues: it is too short, too long, or among the first to be guessed.
    """
    try:
        chosen = words.new_password(text)
    except ValueError as error:
        raise BadValues({field: str(error)}) from None
    if guessable(chosen, *about):
        raise BadValues({field: GUESSABLE})
    return chosen


def _sentences(error: ValidationError) -> dict[str, str]:
    return {
        str(found["loc"][0]): found["msg"].removeprefix("Value error, ")
        for found in error.errors(include_url=False, include_input=False)
    }
