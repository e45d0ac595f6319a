"""How the best hits of a search are found, however often the words are there."""

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.todos import cursors
from taskpal.todos.search import snippets
from taskpal.todos.search.ranking import BEGINNING, Ranking
from taskpal.todos.search.schemas import SearchPage, SearchQuery
from taskpal.todos.search.words import sought


def page(session: Session, owner_id: OwnerId, query: SearchQuery) -> SearchPage:
    """One page of the owner's todos that have the words, the best hits first.

    Raises:
        BadValues: the cursor was not made for this owner and search.
    """
    asked, after = ["search", query.query, query.status], BEGINNING
    if query.cursor:
        tier, number = cursors.read(owner_id, asked, query.cursor)
        after = tier, number
    wanted = sought(query.query)
    if not wanted:
        return SearchPage([], 0, None)
    ranking = Ranking(session, owner_id, wanted, query.status)
    hits = ranking.hits(after, query.limit + 1)
    shown, more = hits.some[: query.limit], len(hits.some) > query.limit
    return SearchPage(
        snippets.hits(session, owner_id, wanted, shown) if shown else [],
        hits.total,
        cursors.made(owner_id, asked, shown[-1].place) if more else None,
    )
