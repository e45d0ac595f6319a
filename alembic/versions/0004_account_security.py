"""Account security: a second step at sign-in, invitations, and a log of the account."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column(
        "browser_session",
        sa.Column("address", sa.String(45), nullable=False, server_default=""),
    )
    _two_step()
    _invitations()
    _log()


def downgrade() -> None:
    _let_log_change()
    for table in ("account_event", "invitation", "recovery_code", "two_step"):
        op.drop_table(table)
    op.drop_column("browser_session", "address")


def _two_step() -> None:
    op.create_table(
        "two_step",
        sa.Column("account_id", sa.String(12), nullable=False),
        sa.Column("secret_sealed", sa.String(300), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        _moment("made_at"),
        _moment("confirmed_at", nullable=True),
        sa.PrimaryKeyConstraint("account_id", name="pk_two_step"),
        _of_account("two_step", "account_id"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(12), nullable=False),
        _moment("used_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
        _of_account("recovery_code", "account_id"),
    )
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])


def _invitations() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("email_key", sa.String(254)),
        _moment("made_at"),
        _moment("expires_at"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
    )
    op.create_index("ix_invitation_expires_at", "invitation", ["expires_at"])


def _log() -> None:
    op.create_table(
        "account_event",
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("owner_id", sa.String(12), nullable=False),
        _moment("at"),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("detail", sa.String(200), nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("user_agent", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account_event"),
        _of_account("account_event", "owner_id"),
    )
    op.create_index("ix_account_event_owner_id_at", "account_event", ["owner_id", "at"])
    _keep_log_unchanged()


def _keep_log_unchanged() -> None:
    """Lines go with their account, or when they are old; none is ever rewritten."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER account_event_unchanged BEFORE UPDATE ON account_event "
            "BEGIN SELECT RAISE(ABORT, 'the log of an account is append-only'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION account_event_unchanged() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the log of an account is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER account_event_unchanged BEFORE UPDATE ON account_event "
        "FOR EACH ROW EXECUTE FUNCTION account_event_unchanged()"
    )


def _let_log_change() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER account_event_unchanged")
    else:
        op.execute("DROP TRIGGER account_event_unchanged ON account_event")
        op.execute("DROP FUNCTION account_event_unchanged()")


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_account(table: str, column: str) -> sa.ForeignKeyConstraint:
    """A row that goes when its account goes."""
    return sa.ForeignKeyConstraint(
        [column], ["account.id"], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )
