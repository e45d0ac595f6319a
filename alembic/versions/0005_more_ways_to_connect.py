"""More ways to connect: apps that register themselves, devices, and named tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table("client") as client:
        client.alter_column("owner_id", existing_type=sa.String(12), nullable=True)
        client.add_column(sa.Column("registration_hash", sa.String(64)))
        client.add_column(sa.Column("document_url", sa.String(500)))
        client.add_column(
            sa.Column("about", sa.JSON(), nullable=False, server_default="{}")
        )
        client.add_column(_moment("used_at"))
        client.add_column(_moment("fresh_until"))
        client.add_column(_moment("changed_at"))
        client.create_unique_constraint("uq_client_document_url", ["document_url"])
    # What registered itself and was never connected is counted and thrown away.
    never_used = sa.text("owner_id IS NULL AND used_at IS NULL")
    op.create_index(
        "ix_client_never_used",
        "client",
        ["created_at"],
        postgresql_where=never_used,
        sqlite_where=never_used,
    )
    op.add_column(
        "token", sa.Column("name", sa.String(100), nullable=False, server_default="")
    )
    op.add_column("token", _moment("last_used_at"))
    _devices()


def downgrade() -> None:
    op.drop_table("device_authorization")
    op.drop_column("token", "last_used_at")
    op.drop_column("token", "name")
    op.execute("DELETE FROM client WHERE owner_id IS NULL")
    op.drop_index("ix_client_never_used", "client")
    with op.batch_alter_table("client") as client:
        client.drop_constraint("uq_client_document_url", type_="unique")
        for column in (
            "changed_at",
            "fresh_until",
            "used_at",
            "about",
            "document_url",
            "registration_hash",
        ):
            client.drop_column(column)
        client.alter_column("owner_id", existing_type=sa.String(12), nullable=False)


def _devices() -> None:
    op.create_table(
        "device_authorization",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("user_code_hash", sa.String(64), nullable=False),
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("family_id", sa.String(12), nullable=False),
        sa.Column("scope", sa.String(200), nullable=False),
        sa.Column("audience", sa.String(10), nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("interval", sa.Integer(), nullable=False),
        _moment("created_at", nullable=False),
        _moment("expires_at", nullable=False),
        _moment("polled_at"),
        sa.Column("connection_id", sa.String(12)),
        _moment("denied_at"),
        _moment("redeemed_at"),
        sa.PrimaryKeyConstraint("id", name="pk_device_authorization"),
        sa.UniqueConstraint(
            "user_code_hash", name="uq_device_authorization_user_code_hash"
        ),
        _belongs("client_id", "client.id"),
        _belongs("connection_id", "connection.id"),
    )
    for column in ("client_id", "connection_id", "expires_at"):
        op.create_index(
            f"ix_device_authorization_{column}", "device_authorization", [column]
        )


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _belongs(column: str, to: str) -> sa.ForeignKeyConstraint:
    """A row that goes when the one it points at goes."""
    return sa.ForeignKeyConstraint(
        [column], [to], name=f"fk_device_authorization_{column}", ondelete="CASCADE"
    )
