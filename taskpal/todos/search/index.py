"""How the index of words takes part in statements: FTS5, or a tsvector."""

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import custom_op

from taskpal.accounts.models import OwnerId
from taskpal.todos.comments.models import Comment
from taskpal.todos.search.asking import ANY, Tier, match, tsquery
from taskpal.todos.search.models import SearchEntry
from taskpal.todos.search.words import Run, Sought

ENTRY: Final = SearchEntry.__table__  # type: ignore[attr-defined]
TEXT: Final = sa.table("search_text", sa.column("rowid"), sa.column("search_text"))
_comment = Comment.__table__.c  # type: ignore[attr-defined]


def finds(columns: Any, owner_id: OwnerId, sought: Sought) -> ColumnElement[bool]:
    """Whether a todo is found: a condition beside others, which the index answers.

    Args:
        columns: those of the table of todos, or of an alias of it.
        owner_id: whose todos these are.
        sought: what is looked for; signs alone find nothing.
    """
    if not sought:
        return sa.false()
    return sa.and_(_Finds(*_asked(columns, owner_id, sought)), *says(columns, sought))


def includes(columns: Any, owner_id: OwnerId, sought: Sought) -> ColumnElement[bool]:
    """As `finds`, for a list of nothing else: what the index finds leads to the todos.

    Only where this must hold, not in an "or": of each todo that is looked at without
    an index, PostgreSQL would go through all that were found.
    """
    if not sought:
        return sa.false()
    return sa.and_(
        _Includes(*_asked(columns, owner_id, sought)), *says(columns, sought)
    )


def has(
    dialect: str, columns: Any, owner_id: OwnerId, sought: Sought
) -> ColumnElement[bool]:
    """As `finds`, looked at todo by todo: for words that most of them have."""
    held = (
        sa.select(holds(dialect, ENTRY.c.words, owner_id, sought, ANY))
        .where(ENTRY.c.owner_id == owner_id, ENTRY.c.todo_id == columns.id)
        .scalar_subquery()
    )
    return sa.and_(sa.func.coalesce(held, sa.false()), *says(columns, sought))


def entries(
    dialect: str,
    owner_id: OwnerId,
    sought: Sought,
    tiers: Sequence[Tier],
    *,
    in_order: bool = False,
) -> sa.FromClause:
    """The entries that are of the first tier but not of the others, by the index alone.

    `in_order` they come without their words, and the latest first.
    """
    if dialect == "sqlite":
        asked = match(owner_id, sought, *tiers)
        return (
            sa.select(TEXT.c.rowid.label("id"), ENTRY.c.todo_id, ENTRY.c.words)
            .select_from(TEXT.join(ENTRY, ENTRY.c.id == TEXT.c.rowid))
            .where(
                TEXT.c.search_text.match(asked),
                plain(dialect, ENTRY.c.owner_id) == owner_id,
            )
            .subquery("found")
        )
    asked = tsquery(owner_id, sought, *tiers)
    words = [] if in_order else [ENTRY.c.words]
    found = sa.select(ENTRY.c.id, ENTRY.c.todo_id, *words).where(
        ENTRY.c.owner_id == owner_id,
        ENTRY.c.words.op("@@")(sa.cast(asked, TSQUERY)),
    )
    every = found.cte("every").prefix_with("MATERIALIZED")
    if not in_order:
        return every
    # All are found first, for PostgreSQL would go through an owner's to find them in
    # order; then sorted, so that of their todos only so many are read as are wanted.
    return sa.select(every).order_by(every.c.id.desc()).subquery("found")


def plain(dialect: str, column: Any) -> ColumnElement[Any]:
    """The column without its index, where SQLite would choose the wrong one."""
    if dialect == "sqlite":
        return sa.UnaryExpression(column, operator=custom_op("+"), type_=column.type)
    same: ColumnElement[Any] = column
    return same


def holds(
    dialect: str, words: Any, owner_id: OwnerId, sought: Sought, tier: Tier
) -> ColumnElement[bool]:
    """Whether the words of an entry are of the tier: looked at without the index."""
    if dialect == "postgresql":
        asked = sa.cast(tsquery(owner_id, sought, tier), TSQUERY)
        return sa.type_coerce(words.op("@@")(asked), sa.Boolean)
    end = " " if tier.whole else ""
    return sa.and_(
        *(
            sa.or_(
                *(
                    sa.func.instr(words, f" {owner_id}{place}{word}{end}") > 0
                    for place in tier.places
                )
            )
            for word in sought.words
        )
    )


def says(columns: Any, sought: Sought) -> Sequence[ColumnElement[bool]]:
    """That the todo has the runs of words, and nothing that is excluded."""
    return [
        *(_has(columns, run) for run in sought.runs),
        *(sa.not_(_has(columns, run)) for run in sought.excluded),
    ]


def _has(columns: Any, run: Run) -> ColumnElement[bool]:
    commented = sa.exists().where(
        _comment.owner_id == columns.owner_id,
        _comment.todo_id == columns.id,
        _comment.deleted_at.is_(None),
        _contains(_comment.search_key, run),
    )
    return sa.or_(_contains(columns.search_key, run), commented)


def _contains(key: Any, run: Run) -> ColumnElement[bool]:
    """Words have neither of the signs that mean something to LIKE."""
    apart = sa.func.replace(key, "\n", " \n ", type_=sa.Text())
    found: ColumnElement[bool] = (" " + apart + " ").like(f"%{run.padded}%")
    return found


def _asked(columns: Any, owner_id: OwnerId, sought: Sought) -> list[Any]:
    """The ids, the owner, and the words in either language."""
    postgresql = tsquery(owner_id, sought, ANY)
    fts5 = match(owner_id, sought, ANY)
    return [columns.id, *map(sa.literal, (owner_id, postgresql, fts5))]


class _Finds(FunctionElement[bool]):
    """Whether a column of ids has one of those with the words."""

    type = sa.Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:  # noqa: ARG002
        """Not `(...) = 1`, as which SQLite would not look it up in an index."""
        return self


class _Includes(_Finds):
    """The same, where it must hold."""

    inherit_cache = True


@compiles(_Finds, "postgresql")
def _by_tsvector(element: Any, compiler: SQLCompiler, **more: Any) -> str:
    id_, entries = _of_tsvector(element)
    return compiler.process(id_.in_(entries), **more)


@compiles(_Includes, "postgresql")
def _by_ids(element: Any, compiler: SQLCompiler, **more: Any) -> str:
    """PostgreSQL guesses that each word is in many todos; an array leads to them."""
    id_, entries = _of_tsvector(element)
    ids = sa.func.array(entries.scalar_subquery())
    return compiler.process(id_ == sa.any_(ids), **more)


def _of_tsvector(element: Any) -> tuple[Any, sa.Select[Any]]:
    id_, owner, words, _ = element.clauses
    asked = sa.cast(words, TSQUERY)
    return id_, sa.select(ENTRY.c.todo_id).where(
        ENTRY.c.owner_id == owner, ENTRY.c.words.op("@@")(asked)
    )


@compiles(_Finds, "sqlite")
def _by_fts5(element: Any, compiler: SQLCompiler, **more: Any) -> str:
    id_, owner, _, words = element.clauses
    rows = sa.select(TEXT.c.rowid).where(TEXT.c.search_text.match(words))
    entries = sa.select(ENTRY.c.todo_id).where(
        plain("sqlite", ENTRY.c.owner_id) == owner, ENTRY.c.id.in_(rows)
    )
    return compiler.process(id_.in_(entries), **more)
