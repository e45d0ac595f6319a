"""Todos: one row per thing to do, removed with its owner.

Answers to requests with an `Idempotency-Key` are kept for a day, so that a repeated
request adds nothing twice.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

OPEN = sa.text("completed_at IS NULL AND deleted_at IS NULL")
TITLE_KEY = sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "todo",
        sa.Column("owner_id", sa.String(12), nullable=False),
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("title_key", TITLE_KEY, nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("completed_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "id", name="pk_todo"),
        _removed_with_owner("fk_todo_owner_id"),
    )
    op.create_index("ix_todo_owner_id_revision", "todo", ["owner_id", "revision"])
    by_age = ["owner_id", "created_at", "id"]
    op.create_index("ix_todo_owner_id_created_at_id", "todo", by_age)
    op.create_index(
        "ix_todo_open", "todo", by_age, postgresql_where=OPEN, sqlite_where=OPEN
    )
    op.create_index("ix_todo_deleted_at", "todo", ["deleted_at"])
    op.create_table(
        "kept_answer",
        sa.Column("owner_id", sa.String(12), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "key", name="pk_kept_answer"),
        _removed_with_owner("fk_kept_answer_owner_id"),
    )
    op.create_index("ix_kept_answer_created_at", "kept_answer", ["created_at"])


def downgrade() -> None:
    op.drop_table("kept_answer")
    op.drop_table("todo")


def _removed_with_owner(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["owner_id"], ["account.id"], name=name, ondelete="CASCADE"
    )
