"""What is shown of each hit: the todo, where the words are, and a piece of the text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.todos import queries as todos
from taskpal.todos.comments.models import Comment
from taskpal.todos.folding import searchable, words_in
from taskpal.todos.schemas import TodoView
from taskpal.todos.search.ranking import Found
from taskpal.todos.search.schemas import Hit, Place, Snippet
from taskpal.todos.search.words import Sought

BEFORE: Final = 40
LONGEST: Final = 160  # characters
MOST_COMMENTS: Final = 500

_PLACES: Final[tuple[Place, ...]] = ("title", "title", "notes", "notes") + (
    "comment",
) * 2
_RUN: Final = re.compile(r"[0-9A-Za-z\x80-\U0010ffff]+")
_comment = Comment.__table__.c  # type: ignore[attr-defined]


def hits(
    session: Session, owner_id: OwnerId, sought: Sought, found: Sequence[Found]
) -> list[Hit]:
    """The todos that were found, and where their words are."""
    views = todos.views_by_id(session, owner_id, [one.todo_id for one in found])
    places = {
        one.todo_id: _PLACES[one.place[0]] for one in found if one.todo_id in views
    }
    commented = [one for one, place in places.items() if place == "comment"]
    said = _said(session, owner_id, sought, commented) if commented else {}
    return [
        Hit(views[one], place, _snippet(views[one], place, said.get(one, ""), sought))
        for one, place in places.items()
    ]


def _snippet(todo: TodoView, place: Place, comment: str, sought: Sought) -> Snippet:
    texts = {"title": todo.title, "notes": todo.description, "comment": comment}
    return piece(texts[place], sought)


def _said(
    session: Session, owner_id: OwnerId, sought: Sought, todo_ids: Sequence[str]
) -> Mapping[str, str]:
    """The latest comment on each todo that has one of the words."""
    key = " " + _comment.search_key
    wanted = (
        sa.select(_comment.todo_id, _comment.text)
        .where(
            _comment.owner_id == owner_id,
            _comment.todo_id.in_(todo_ids),
            _comment.deleted_at.is_(None),
            sa.or_(*(key.like(f"% {word}%") for word in sought.words)),
        )
        .order_by(_comment.created_at.desc(), _comment.id)
        .limit(MOST_COMMENTS)
    )
    said: dict[str, str] = {}
    for todo_id, text in session.execute(wanted):
        said.setdefault(todo_id, text)
    return said


def piece(text: str, sought: Sought) -> Snippet:
    """The beginning of the text, or what is around the first word that was found."""
    first = next(_hits(text, 0, sought), (0, 0))[0]
    start = _start(text, first) if first > LONGEST // 2 else 0
    end = start + LONGEST
    before, after = "…" if start else "", "…" if len(text) > end else ""
    moved = len(before) - start
    found = [(a + moved, b + moved) for a, b in _hits(text[:end], start, sought)]
    return Snippet(f"{before}{text[start:end]}{after}", found)


def _start(text: str, first: int) -> int:
    """Some way before the first hit, where a word begins."""
    space = text.rfind(" ", 0, first - BEFORE)
    return max(space + 1, first - 2 * BEFORE)


def _hits(text: str, start: int, sought: Sought) -> Iterator[tuple[int, int]]:
    """Where the words that were looked for begin and end."""
    for run in _RUN.finditer(text, start):
        if run[0].isascii():
            if run[0].lower().startswith(sought.words):
                yield run.span()
            continue
        for first, last in words_in(run[0]):
            word = searchable(run[0][first:last])
            if any(one.startswith(sought.words) for one in word.split()):
                yield run.start() + first, run.start() + last
