"""What else has to hold after an undo, besides where things are."""

from collections.abc import Collection, Iterator, Mapping

import sqlalchemy as sa
from sqlmodel import Session

from taskpal.todos.history.errors import CannotUndo
from taskpal.todos.history.obstacles import Need, called, first, pair
from taskpal.todos.history.sentences import beginning, named
from taskpal.todos.history.things import TABLES, Kind

_AT_ONCE = 2000


def check_comments(session: Session, owner_id: str, added: Collection[str]) -> None:
    """See that nobody wrote a comment on a todo whose adding was taken back.

    Raises:
        CannotUndo: somebody has.
    """
    comment, todo = TABLES["comment"], TABLES["todo"]
    every = list(added)
    for begin in range(0, len(every), _AT_ONCE):
        found = first(
            session,
            sa.select(todo.c.title)
            .join(
                comment,
                sa.and_(
                    comment.c.owner_id == todo.c.owner_id,
                    comment.c.todo_id == todo.c.id,
                ),
            )
            .where(
                todo.c.owner_id == owner_id,
                todo.c.id.in_(every[begin : begin + _AT_ONCE]),
                comment.c.deleted_at.is_(None),
            ),
        )
        if found:
            raise CannotUndo(f"There are comments on {named('todo', found[0])} now.")


def check_archive(session: Session, owner_id: str, revision: int) -> None:
    """See that a list in an archived one is archived too.

    Raises:
        CannotUndo: it is not.
    """
    one, other, together = pair(Need("list", "parent_id", "list"))
    for changed in (one, other):
        found = first(
            session,
            sa.select(one.c.name, other.c.name)
            .select_from(one.join(other, together))
            .where(
                changed.c.owner_id == owner_id,
                changed.c.revision == revision,
                one.c.deleted_at.is_(None),
                one.c.archived_at.is_(None),
                other.c.archived_at.is_not(None),
            ),
        )
        if found:
            raise CannotUndo(
                f"{beginning(named('list', found[0]))} is in {named('list', found[1])}"
                ", which is archived."
            )


def check_labels(session: Session, owner_id: str, revision: int) -> None:
    """See that no two labels have the same name.

    Raises:
        CannotUndo: two would.
    """
    label = TABLES["label"]
    one, other = label.alias("one"), label.alias("other")
    same = sa.and_(
        other.c.owner_id == one.c.owner_id,
        other.c.name_key == one.c.name_key,
        other.c.id != one.c.id,
    )
    found = first(
        session,
        sa.select(other.c.name)
        .select_from(one.join(other, same))
        .where(
            one.c.owner_id == owner_id,
            one.c.revision == revision,
            one.c.deleted_at.is_(None),
            other.c.deleted_at.is_(None),
        ),
    )
    if found:
        raise CannotUndo(f"There is another label “{found[0]}” now. Rename it first.")


def check_depth(
    session: Session, owner_id: str, revision: int, what: tuple[Kind, int]
) -> None:
    """See that nothing is inside itself, or deeper than things may be.

    Raises:
        CannotUndo: something would.
    """
    kind, deepest = what
    table = TABLES[kind]
    mine = table.c.owner_id == owner_id
    nested = sa.and_(table.c.parent_id.is_not(None), table.c.deleted_at.is_(None))
    wanted = sa.select(table.c.id).where(mine, table.c.revision == revision, nested)
    changed = set(session.connection().execute(wanted).scalars())
    if not changed:
        return
    every = sa.select(table.c.id, table.c.parent_id).where(mine, nested)
    parents = dict(iter(session.connection().execute(every)))
    for deep in _too_deep(parents, deepest):
        if changed & set(_upwards(parents, deep, deepest)):
            name = sa.select(called(kind, table)).where(mine, table.c.id == deep)
            raise CannotUndo(
                f"{beginning(named(kind, first(session, name)[0]))} would be inside "
                f"itself, or more than {deepest} deep: something was moved since."
            )


def _upwards(parents: Mapping[str, str], one: str, most: int) -> list[str]:
    """The thing and what it is in, as far as it matters."""
    path: list[str] = []
    while one in parents and len(path) <= most:
        path.append(one)
        one = parents[one]
    return path


def _too_deep(parents: Mapping[str, str], deepest: int) -> Iterator[str]:
    depths: dict[str, int] = {}
    for one in parents:
        path, above = [one], parents[one]
        while above in parents and above not in depths and len(path) <= deepest:
            path.append(above)
            above = parents[above]
        depth = depths.get(above, 1)
        if len(path) + depth > deepest:
            yield one
        for step in reversed(path):
            depth += 1
            depths[step] = depth
