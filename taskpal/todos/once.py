"""Adding lists, sections, labels and comments: once, however often it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.todos import repeats
from taskpal.todos.repeats import Answered
from taskpal.todos.seen import Look

New = TypeVar("New", bound=BaseModel)
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Added:
    """A thing as it was when it was added, its tag then, and its id."""

    content: Any
    tag: str
    id: str


@dataclass(frozen=True, slots=True)
class Adding(Generic[New, Row]):
    """How things of a kind are added, and how they look then."""

    work: Callable[[Session, OwnerId, New], Row]
    look: Look[Row, Any]

    def __call__(
        self, session: Session, owner_id: OwnerId, key: str | None, new: New
    ) -> Added:
        """Do the work; with a key used within a day, the first answer again instead.

        Raises:
            KeyUsedBefore: the key was used for something else.
        """

        def answered() -> Answered:
            made = self.look(session, owner_id, self.work(session, owner_id, new))
            return Answered({"content": made.content, "tag": made.tag}, 0)

        asked = f"{type(new).__name__} {new.model_dump_json()}"
        found = repeats.answered(session, owner_id, key, asked, answered).content
        content = found["content"]
        known = content["id"] if isinstance(content, dict) else content.id
        return Added(content, found["tag"], known)
