"""What is asked of a search, and what it finds."""

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, StringConstraints

from taskpal.todos.fields import Cursor, Limit, NextCursor, Sent, storable
from taskpal.todos.schemas import Status, TodoView

MOST_COUNTED: Final = 100

Place = Literal["title", "notes", "comment"]


class SearchQuery(Sent):
    """What to look for among the user's todos."""

    query: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
        AfterValidator(storable),
        Field(
            description="Words to look for, or their beginnings; all of them must be "
            "there. “Words in quotes” must follow each other; one with a minus before "
            "it must not be there. Of either the first eight count.",
            examples=["dentist"],
        ),
    ]
    status: Annotated[Status, Field(description="Open todos, done ones, or all.")] = (
        "all"
    )
    limit: Limit = 20
    cursor: Cursor = ""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the text in which words were found."""

    text: Annotated[
        str,
        Field(description="The piece; … stands for what was left out."),
    ]
    hits: Annotated[
        list[tuple[int, int]],
        Field(
            description="Where in it words were found: the first character (Unicode "
            "code point), and the one behind the last."
        ),
    ]


@dataclass(frozen=True, slots=True)
class Hit:
    """A todo that was found, and where."""

    todo: Annotated[TodoView, Field(description="The todo.")]
    found_in: Annotated[
        Place,
        Field(
            description="`title`: all words are in it; `notes`: in the title and the "
            "notes; `comment`: some are in its comments."
        ),
    ]
    snippet: Annotated[Snippet, Field(description="Where its words were found.")]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of what was found, the best hits first."""

    items: Annotated[list[Hit], Field(description="The hits on this page.")]
    total: Annotated[
        int | None,
        Field(
            description=f"How many were found; null when more than {MOST_COUNTED}.",
            examples=[3],
        ),
    ]
    next_cursor: NextCursor
