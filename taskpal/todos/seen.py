"""What came of some work, as everyone outside sees it, looked at in its transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, Generic, ParamSpec, TypeVar

from sqlmodel import Session

from taskpal.accounts.models import OwnerId

P = ParamSpec("P")
Row = TypeVar("Row")
View = TypeVar("View")


@dataclass(frozen=True, slots=True)
class Seen(Generic[View]):
    """A thing as everyone outside sees it, and the tag of this version of it."""

    content: View
    tag: str


Look = Callable[[Session, OwnerId, Row], Seen[View]]
Work = Callable[Concatenate[Session, OwnerId, P], Row]


def seen(
    session: Session,
    owner_id: OwnerId,
    look: Look[Row, View],
    work: Work[P, Row],
    *args: P.args,
    **named: P.kwargs,
) -> Seen[View]:
    """The thing that the work returns."""
    return look(session, owner_id, work(session, owner_id, *args, **named))
