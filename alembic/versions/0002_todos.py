"""Todos: one row per thing to do, removed with its owner."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "todo",
        sa.Column("owner_id", sa.String(12), nullable=False),
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("completed_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "id", name="pk_todo"),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["account.id"],
            name="fk_todo_owner_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_todo_owner_id_revision", "todo", ["owner_id", "revision"])
    op.create_index(
        "ix_todo_owner_id_created_at_id", "todo", ["owner_id", "created_at", "id"]
    )


def downgrade() -> None:
    op.drop_table("todo")
