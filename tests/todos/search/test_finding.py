"""What is found, and in which order: beside a search in plain Python."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.todos import queries as todos
from taskpal.todos import service
from taskpal.todos.comments import service as comments
from taskpal.todos.comments.schemas import NewComment
from taskpal.todos.schemas import NewTodo, TodoQuery
from taskpal.todos.search import queries, ranking
from taskpal.todos.search.schemas import SearchQuery
from tests.todos.search.reference import Written, tier

WORDS = [
    *("milk", "Milky", "MILKMAN", "oat", "oats", "Äpfel", "apfel", "Straße", "STRASSE"),
    *(
        "москва",
        "Москвич",
        "ёлка",
        "елка",
        "東京",
        "東京都",
        "京",
        "🎉",
        "1",
        "100",
        "12",
    ),
    *("AND", "NOT", "or", "near", "100%", "e-mail", "mail", "don't", "été"),
]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
written = st.builds(
    Written, texts, st.just("") | texts, st.lists(texts, max_size=2).map(tuple)
)
asked = st.lists(
    st.sampled_from(WORDS) | st.sampled_from(WORDS).map(lambda word: word[:2]),
    min_size=1,
    max_size=3,
).map(" ".join)
small = st.sampled_from([(1000, 2000), (2, 0), (5, 3), (1, 0)])


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    several=st.lists(written, max_size=9),
    searches=st.lists(asked, min_size=1, max_size=5),
    sizes=small,
    most=st.sampled_from([100, 1, 0]),
    limit=st.integers(1, 4),
)
def test_a_search_finds_just_what_it_should_in_the_right_order(  # noqa: PLR0913, PLR0917
    session: Session,
    ana: OwnerId,
    several: list[Written],
    searches: list[str],
    sizes: tuple[int, int],
    most: int,
    limit: int,
) -> None:
    """However few of the newest are looked at without the index."""
    with session.begin_nested() as example, pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranking, "NEWEST", sizes[0])
        patch.setattr(ranking, "FEW", sizes[1])
        patch.setattr(ranking, "MOST_COUNTED", most)
        ids = stored(session, ana, several)
        for text in searches:
            hits = [(tier(text, one), -at) for at, one in enumerate(several)]
            expected = [
                ids[-at] for number, at in sorted(h for h in hits if h[0] is not None)
            ]
            assert pages(session, ana, text, limit) == expected, text
            page = todos.page(session, ana, TodoQuery(query=text, limit=100))
            assert {todo.id for todo in page.items} == set(expected), text
            assert page.total == len(expected)
        example.rollback()
    session.expunge_all()


def stored(session: Session, owner: OwnerId, several: Sequence[Written]) -> list[str]:
    ids = []
    for one in several:
        new = NewTodo(title=one.title, description=one.notes)
        ids.append(service.add(session, owner, new).id)
        for text in one.comments:
            comments.add(session, owner, NewComment(todo=ids[-1], text=text))
    session.flush()
    return ids


def pages(session: Session, owner: OwnerId, text: str, limit: int) -> list[str]:
    """The ids on all pages, one page after the other."""
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        query = SearchQuery(query=text, limit=limit, cursor=cursor)
        page = queries.page(session, owner, query)
        seen += [hit.todo.id for hit in page.items]
        cursor = page.next_cursor
    return seen


anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)
signs = st.text("\"'“”-*:^()~|&!<>{}[]%_\\ AND OR NOT NEAR milk🎉東ﷺ", min_size=1)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=anything | signs)
def test_whatever_is_asked_there_is_an_answer(
    session: Session, ana: OwnerId, text: str
) -> None:
    with session.begin_nested() as example:
        service.add(session, ana, NewTodo(title="Oat milk 🎉 東京"))
        try:
            query = SearchQuery(query=text)
        except ValidationError:
            assert "\x00" in text or not text.strip() or len(text) > 200
        else:
            assert len(queries.page(session, ana, query).items) <= 1
            todos.page(session, ana, TodoQuery(query=query.query))
        example.rollback()
    session.expunge_all()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_everything_is_found_by_what_it_says(
    session: Session, ana: OwnerId, text: str
) -> None:
    title = f"todo {text}"[:100].replace('"', "").replace("-", " ").rstrip()
    with session.begin_nested() as example:
        todo = service.add(session, ana, NewTodo(title=title))
        session.flush()
        assert pages(session, ana, title, 5) == [todo.id]
        example.rollback()
    session.expunge_all()
