"""Imports: files are looked at before anything is made of them, and never made twice.

Calendar feeds: an address that programs can read todos from, and nothing else.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ID = sa.String(12)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "import",
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("format", sa.String(20), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("troubles", sa.Text(), nullable=False),
        sa.Column("trouble_count", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("batch", sa.BigInteger()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "id", name="pk_import"),
        _of_owner("import"),
    )
    op.create_index("ix_import_created_at", "import", ["created_at"])
    op.create_table(
        "import_piece",
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("import_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(
            "owner_id", "import_id", "number", name="pk_import_piece"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id", "import_id"],
            ["import.owner_id", "import.id"],
            name="fk_import_piece_import_id",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "imported",
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("source_id", sa.String(100), nullable=False),
        sa.Column("thing_id", ID, nullable=False),
        sa.PrimaryKeyConstraint(
            "owner_id", "source", "kind", "source_id", name="pk_imported"
        ),
        _of_owner("imported"),
    )
    op.create_table(
        "feed",
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("filter_id", ID),
        sa.Column("shows", sa.String(10), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("owner_id", "id", name="pk_feed"),
        _of_owner("feed"),
    )
    op.create_index("ix_feed_token_hash", "feed", ["token_hash"], unique=True)


def downgrade() -> None:
    for table in ("feed", "imported", "import_piece", "import"):
        op.drop_table(table)


def _of_owner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["owner_id"], ["account.id"], name=f"fk_{table}_owner_id", ondelete="CASCADE"
    )
