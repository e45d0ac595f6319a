"""What callers say about calendar feeds, and what they get back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from taskpal.todos.feeds.models import Feed
from taskpal.todos.fields import (
    AnyId,
    CreatedAt,
    Id,
    NextCursor,
    Sent,
    Total,
    storable,
)

Shows = Literal["events", "todos"]

_Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=120),
    AfterValidator(storable),
    Field(description="What the calendar is called.", examples=["My todos"]),
]
_Filter = Annotated[
    Id | None,
    Field(
        description="The id of the saved filter whose todos it shows; null for all.",
        examples=["h4n8rtw2kc6d"],
    ),
]
_Shows = Annotated[
    Shows,
    Field(
        description="`events`: every calendar program shows them, on the day they are "
        "due; `todos`: for programs that know todos. `?as=` in the address overrides "
        "it."
    ),
]


class NewFeed(Sent):
    """A calendar feed to make."""

    name: _Name = "TaskPal"
    filter: _Filter = None
    shows: _Shows = "events"


class FeedQuery(Sent):
    """How a calendar program wants the todos."""

    as_: Annotated[Shows | None, Field(alias="as")] = None


@dataclass(slots=True)
class FeedView:
    """A calendar feed. Its address is a secret, and not shown again."""

    id: AnyId
    name: _Name
    filter: _Filter
    shows: _Shows
    created_at: CreatedAt
    used_at: Annotated[
        datetime | None,
        Field(description="About when a program last asked for it; null: never."),
    ]

    @classmethod
    def of(cls, feed: Feed) -> "FeedView":
        return cls(
            id=feed.id,
            name=feed.name,
            filter=feed.filter_id,
            shows=feed.shows,  # type: ignore[arg-type]
            created_at=feed.created_at,
            used_at=feed.used_at,
        )


@dataclass(slots=True)
class MadeFeed(FeedView):
    """A new calendar feed, with its address."""

    url: Annotated[
        str,
        Field(
            description="For the calendar program. Whoever knows it reads the todos, "
            "so it is shown this once.",
            examples=["https://todo.example/feeds/tp_cal_x.ics"],
        ),
    ]
    webcal_url: Annotated[
        str,
        Field(
            description="The same address as a link that opens the calendar program.",
            examples=["webcal://todo.example/feeds/tp_cal_x.ics"],
        ),
    ]


@dataclass(frozen=True, slots=True)
class FeedPage:
    """All feeds of the user on one page: there are never many."""

    items: Annotated[list[FeedView], Field(description="The feeds, oldest first.")]
    total: Total
    next_cursor: NextCursor = None
