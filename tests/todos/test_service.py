from datetime import date

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.todos import queries, service
from taskpal.todos.schemas import NewTodo, TodoChanges, TodoQuery


def test_smoke(session: Session, ana: OwnerId, ben: OwnerId) -> None:
    for n in range(5):
        service.add(
            session,
            ana,
            NewTodo(title=f"Buy {n}", due=date(2026, 12, n + 1) if n % 2 else None),
        )
    t = service.add(session, ana, NewTodo(title="Ärger"))
    before = t.revision
    service.change(session, ana, t.id, TodoChanges(title="Ärger"))
    assert t.revision == before
    service.complete(session, ana, t.id)
    assert t.revision == before + 1
    for sort in ("created", "due", "priority", "title", "updated"):
        seen, cursor = [], ""
        while True:
            p = queries.page(
                session, ana, TodoQuery(status="all", sort=sort, limit=2, cursor=cursor)
            )
            seen += [x.title for x in p.items]
            assert p.total == 6
            if not (cursor := p.next_cursor or ""):
                break
        assert len(seen) == len(set(seen)) == 6, sort
        print(sort, seen)
    assert [
        t.title
        for t in queries.page(session, ana, TodoQuery(status="all", query="äRG")).items
    ] == ["Ärger"]
    assert queries.page(session, ana, TodoQuery(status="all", query="a%")).total == 0
    assert len(queries.rows(session, ana)) == 5
    assert len(queries.changes_since(session, ana, 3)) == 3
    assert queries.page(session, ben, TodoQuery()).total == 0
    service.delete(session, ana, t.id)
    assert len(queries.trash(session, ana)) == 1
    service.restore(session, ana, t.id)
