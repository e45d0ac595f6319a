"""What can be unclear about a todo that an assistant named."""

from collections.abc import Sequence
from http import HTTPStatus

from pydantic import BaseModel

from taskpal.assistant import words
from taskpal.errors import TaskPalError

MANY = 10


class Unclear(TaskPalError):
    """It is not certain which todo is meant, so nothing was changed.

    Attributes:
        candidates: the todos that may be meant, at most `MANY`.
    """

    def __init__(
        self, sentence: str, candidates: Sequence[BaseModel], now: str
    ) -> None:
        super().__init__(sentence)
        self.candidates = list(candidates[:MANY])
        rows = [each.model_dump(mode="json", exclude_none=True) for each in candidates]
        self.more = {"now": now, "candidates": rows[:MANY]}


class NoSuchTodo(Unclear):
    """No todo has this id or exactly this title; others may come close."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, ref: str, candidates: Sequence[BaseModel], now: str) -> None:
        sentence = f"There is no todo with the id or the title “{_short(ref)}”."
        if candidates:
            sentence += " These come close; repeat with the id of the right one."
        super().__init__(sentence, candidates, now)


class SeveralTodos(Unclear):
    """Several todos have this title."""

    status = HTTPStatus.CONFLICT

    def __init__(self, ref: str, candidates: Sequence[BaseModel], now: str) -> None:
        super().__init__(
            f"Several todos are titled “{_short(ref)}” and nothing was changed. "
            "Ask which one is meant and repeat with its id.",
            candidates,
            now,
        )


class OtherTitle(Unclear):
    """The todo is not titled what `title_guard` says."""

    status = HTTPStatus.CONFLICT

    def __init__(self, chosen: BaseModel, title: str, guard: str, now: str) -> None:
        super().__init__(
            f"That todo is titled “{_short(title)}”, not “{_short(guard)}”. "
            "Nothing was changed.",
            [chosen],
            now,
        )


class RequestIdUsedBefore(TaskPalError):
    """A `request_id` came back with another todo."""

    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            "This request_id was used for another todo and nothing was added. "
            "Make up a new one."
        )


def _short(ref: str) -> str:
    return words.line(ref, 80)
