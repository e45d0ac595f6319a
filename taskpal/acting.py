"""Who acts in a transaction: the door says it, the history writes it down."""

from dataclasses import dataclass
from typing import Final, Literal

from sqlmodel import Session

Kind = Literal["dashboard", "app", "token", "command", "taskpal"]

_ACTOR = "acting.actor"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: the user on the dashboard, say, or an app for them.

    Attributes:
        kind: `dashboard`, `app` (a client the user connected), `token` (a script with a
            personal token), `command` (whoever hosts it) or `taskpal` (by itself).
        id: the client's id, or that of the token, its hash; "" for the others.
        name: what the user calls it, such as "ChatGPT"; "" for the others.
    """

    kind: Kind
    id: str = ""
    name: str = ""


DASHBOARD: Final = Actor("dashboard")
COMMAND: Final = Actor("command")
TASKPAL: Final = Actor("taskpal")


def acts(session: Session, actor: Actor) -> None:
    """Say who acts in this session from now on."""
    session.info[_ACTOR] = actor


def actor(session: Session) -> Actor:
    """Who acts; TaskPal by itself, when no door said anything."""
    found: Actor = session.info.get(_ACTOR, TASKPAL)
    return found
