"""Connections: people can let other apps act for them, and end that again."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _clients()
    _connections()
    _requests()
    _tokens()


def downgrade() -> None:
    for table in (
        "token",
        "token_family",
        "authorization_code",
        "authorization_request",
        "connection",
        "pending_callback",
        "client",
    ):
        op.drop_table(table)


def _clients() -> None:
    op.create_table(
        "client",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("owner_id", sa.String(12), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("secret_hash", sa.String(64)),
        sa.Column("redirect_uris", sa.JSON(), nullable=False),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_client"),
        _belongs("client", "owner_id", "account.id"),
    )
    op.create_index("ix_client_owner_id", "client", ["owner_id"])
    op.create_table(
        "pending_callback",
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("path", sa.String(200), nullable=False),
        _moment("asked_at"),
        sa.PrimaryKeyConstraint("id", name="pk_pending_callback"),
        sa.UniqueConstraint(
            "client_id", "path", name="uq_pending_callback_client_id_path"
        ),
        _belongs("pending_callback", "client_id", "client.id"),
    )


def _connections() -> None:
    op.create_table(
        "connection",
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("owner_id", sa.String(12), nullable=False),
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("scope", sa.String(200), nullable=False),
        _moment("granted_at"),
        _moment("last_used_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_connection"),
        sa.UniqueConstraint(
            "owner_id", "client_id", name="uq_connection_owner_id_client_id"
        ),
        _belongs("connection", "owner_id", "account.id"),
        _belongs("connection", "client_id", "client.id"),
    )
    op.create_index("ix_connection_client_id", "connection", ["client_id"])


def _requests() -> None:
    op.create_table(
        "authorization_request",
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("session_id", sa.String(64), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        _moment("expires_at"),
        sa.PrimaryKeyConstraint("id", name="pk_authorization_request"),
        _belongs("authorization_request", "session_id", "browser_session.id"),
    )
    op.create_index(
        "ix_authorization_request_session_id", "authorization_request", ["session_id"]
    )
    op.create_table(
        "authorization_code",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("connection_id", sa.String(12), nullable=False),
        sa.Column("owner_id", sa.String(12), nullable=False),
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("family_id", sa.String(12), nullable=False),
        sa.Column("redirect_uri", sa.Text(), nullable=False),
        sa.Column("redirect_uri_sent", sa.Boolean(), nullable=False),
        sa.Column("scope", sa.String(200), nullable=False),
        sa.Column("audience", sa.String(10), nullable=False),
        sa.Column("code_challenge", sa.String(128)),
        _moment("expires_at"),
        _moment("redeemed_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_authorization_code"),
        _belongs("authorization_code", "connection_id", "connection.id"),
    )
    op.create_index(
        "ix_authorization_code_connection_id", "authorization_code", ["connection_id"]
    )


def _tokens() -> None:
    op.create_table(
        "token_family",
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("connection_id", sa.String(12), nullable=False),
        _moment("started_at"),
        _moment("expires_at"),
        sa.PrimaryKeyConstraint("id", name="pk_token_family"),
        _belongs("token_family", "connection_id", "connection.id"),
    )
    op.create_index("ix_token_family_connection_id", "token_family", ["connection_id"])
    op.create_table(
        "token",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("owner_id", sa.String(12), nullable=False),
        sa.Column("client_id", sa.String(64)),
        sa.Column("family_id", sa.String(12)),
        sa.Column("scope", sa.String(200), nullable=False),
        sa.Column("audience", sa.String(10), nullable=False),
        _moment("created_at"),
        _moment("expires_at"),
        _moment("replaced_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_token"),
        _belongs("token", "owner_id", "account.id"),
        _belongs("token", "family_id", "token_family.id"),
    )
    for column in ("owner_id", "family_id"):
        op.create_index(f"ix_token_{column}", "token", [column])


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """A row that goes when the one it points at goes."""
    return sa.ForeignKeyConstraint(
        [column], [to], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )
