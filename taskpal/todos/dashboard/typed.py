"""What a browser sent, made into what was asked for: it may be anything."""

import re
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from taskpal.errors import BadValues
from taskpal.security import ID_ALPHABET, ID_LENGTH
from taskpal.todos.errors import TodoNotFound
from taskpal.todos.models import TodoId
from taskpal.web.problems import sentences

_ID = re.compile(f"[{ID_ALPHABET}]{{{ID_LENGTH}}}")

Model = TypeVar("Model", bound=BaseModel)


def checked(model: type[Model], values: dict[str, Any]) -> Model:
    """What the browser sent, if it can be that.

    Raises:
        BadValues: with a sentence for each field that is wrong.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise BadValues(sentences(error.errors(include_url=False))) from None


def todo_id(value: object) -> TodoId:
    """The id of a todo.

    Raises:
        TodoNotFound: it cannot be one.
    """
    if isinstance(value, str) and _ID.fullmatch(value):
        return TodoId(value)
    raise TodoNotFound


def day(due: object) -> date | None:
    """The day the browser showed, by which a round is meant; None if it is none."""
    try:
        return date.fromisoformat(due) if isinstance(due, str) else None
    except ValueError:
        return None
