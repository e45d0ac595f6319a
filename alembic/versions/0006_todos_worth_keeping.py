"""Lists, sections, labels, comments, times, recurrence, filters and a history.

The todos there are stay in the Inbox, in the order they were added.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ID = sa.String(12)
MOMENT = sa.DateTime(timezone=True)
BY_CODE_POINT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
OPEN = "completed_at IS NULL AND deleted_at IS NULL"
DONE = "completed_at IS NOT NULL AND deleted_at IS NULL"

# The microseconds since 1970 in hexadecimal: see taskpal/todos/positions.py.
POSITION = {
    "postgresql": """
        UPDATE todo SET position = rtrim(lpad(to_hex(
            (extract(epoch FROM created_at) * 1000000)::bigint), 13, '0'), '0')
    """,
    "sqlite": """
        UPDATE todo SET position = rtrim(printf('%013x',
            CAST(strftime('%s', created_at) AS INTEGER) * 1000000
            + CASE WHEN length(created_at) > 20
              THEN CAST(substr(created_at, 21, 6) AS INTEGER) ELSE 0 END), '0')
    """,
}


def upgrade() -> None:
    _lists()
    _labels()
    _comments()
    _filters()
    _preferences()
    _changes()
    _todos()
    _occurrences()
    _labels_of_todos()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER todo_labels_added ON todo")
        op.execute("DROP TRIGGER todo_labels_changed ON todo")
        op.execute("DROP FUNCTION keep_todo_labels")
    else:
        op.execute("DROP TRIGGER todo_labels_added")
        op.execute("DROP TRIGGER todo_labels_changed")
    for table in ("todo_label", "occurrence"):
        op.drop_table(table)
    for index in _indexes_of_todos():
        op.drop_index(index, "todo")
    for column in reversed(_columns_of_todos()):
        op.drop_column("todo", column.name)
    for table in (
        "change",
        "preferences",
        "filter",
        "comment",
        "label",
        "section",
        "list",
    ):
        op.drop_table(table)


def _todos() -> None:
    for column in _columns_of_todos():
        op.add_column("todo", column)
    op.execute(POSITION[op.get_bind().dialect.name])
    for name, (columns, condition) in _indexes_of_todos().items():
        where = sa.text(condition)
        op.create_index(
            name,
            "todo",
            ["owner_id", *columns],
            postgresql_where=where,
            sqlite_where=where,
        )


def _columns_of_todos() -> list[sa.Column[object]]:
    return [
        sa.Column("list_id", ID),
        sa.Column("section_id", ID),
        sa.Column("parent_id", ID),
        sa.Column("position", BY_CODE_POINT, nullable=False, server_default=""),
        sa.Column("label_ids", sa.Text(), nullable=False, server_default=""),
        sa.Column("start_on", sa.Date()),
        sa.Column("due_time", sa.Time()),
        sa.Column("due_zone", sa.String(64)),
        sa.Column("due_at", MOMENT),
        sa.Column("deadline_on", sa.Date()),
        sa.Column("duration_minutes", sa.Integer()),
        sa.Column("repeat_rule", sa.Text()),
        sa.Column("repeat_anchor", sa.String(10)),
        sa.Column("repeat_text", sa.Text()),
        sa.Column("repeat_from", sa.DateTime()),
        sa.Column("repeat_due", sa.DateTime()),
        sa.Column("repeat_time", sa.Time()),
        sa.Column("repeat_zone", sa.String(64)),
        sa.Column("repeat_past", sa.Integer(), nullable=False, server_default="0"),
    ]


def _indexes_of_todos() -> dict[str, tuple[list[str], str]]:
    given = {
        f"ix_todo_{column}": ([column], f"{column} IS NOT NULL")
        for column in (
            "section_id",
            "parent_id",
            "due_on",
            "due_at",
            "start_on",
            "deadline_on",
        )
    }
    return given | {
        "ix_todo_list": (["list_id", "position", "id"], OPEN),
        "ix_todo_done": (["completed_at"], DONE),
    }


def _lists() -> None:
    op.create_table(
        "list",
        *_named("list"),
        sa.Column("colour", sa.String(20), nullable=False),
        sa.Column("parent_id", ID),
        sa.Column("archived_at", MOMENT),
    )
    op.create_index("ix_list_owner_id_position", "list", ["owner_id", "position"])
    op.create_index("ix_list_owner_id_name_key", "list", ["owner_id", "name_key"])
    op.create_index("ix_list_deleted_at", "list", ["deleted_at"])
    op.create_table("section", *_named("section"), sa.Column("list_id", ID))
    of_list = ["owner_id", "list_id", "position"]
    op.create_index("ix_section_owner_id_list_id", "section", of_list)
    op.create_index("ix_section_deleted_at", "section", ["deleted_at"])


def _labels() -> None:
    op.create_table(
        "label",
        *_named("label", longest=60),
        sa.Column("colour", sa.String(20), nullable=False),
    )
    op.create_index("ix_label_owner_id_name_key", "label", ["owner_id", "name_key"])
    op.create_index("ix_label_deleted_at", "label", ["deleted_at"])


def _filters() -> None:
    op.create_table(
        "filter",
        *_named("filter"),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("colour", sa.String(20), nullable=False),
    )
    op.create_index("ix_filter_owner_id_position", "filter", ["owner_id", "position"])
    op.create_index("ix_filter_deleted_at", "filter", ["deleted_at"])


def _comments() -> None:
    op.create_table(
        "comment",
        *_owned("comment"),
        sa.Column("todo_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("actor_kind", sa.String(10), nullable=False),
        sa.Column("actor_name", sa.String(100), nullable=False),
    )
    of_todo = ["owner_id", "todo_id", "created_at"]
    op.create_index("ix_comment_todo_id", "comment", of_todo)
    op.create_index("ix_comment_deleted_at", "comment", ["deleted_at"])


def _preferences() -> None:
    op.create_table(
        "preferences",
        sa.Column("account_id", ID, nullable=False),
        sa.Column("zone", sa.String(64)),
        sa.Column("week_start", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.Column("day_first", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("country", sa.String(2), nullable=False, server_default=""),
        sa.Column("language", sa.String(8), nullable=False, server_default="en"),
        sa.Column("morning", sa.Time()),
        sa.Column("afternoon", sa.Time()),
        sa.Column("evening", sa.Time()),
        sa.Column("night", sa.Time()),
        sa.Column(
            "fixed_times", sa.Boolean(), nullable=False, server_default=sa.false()
        ),
        sa.Column("revision", sa.BigInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("account_id", name="pk_preferences"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name="fk_preferences_account_id",
            ondelete="CASCADE",
        ),
    )


def _changes() -> None:
    op.create_table(
        "change",
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("batch", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_kind", sa.String(10), nullable=False),
        sa.Column("actor_id", sa.String(64), nullable=False),
        sa.Column("actor_name", sa.String(100), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("thing_id", ID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.Column("undone_by", sa.BigInteger()),
        sa.Column("undoes", sa.BigInteger()),
        sa.PrimaryKeyConstraint("owner_id", "revision", "number", name="pk_change"),
        _removed_with_owner("change"),
    )
    of_thing = ["owner_id", "thing_id", "revision"]
    op.create_index("ix_change_thing_id", "change", of_thing)
    op.create_index("ix_change_at", "change", ["at"], postgresql_using="brin")


def _occurrences() -> None:
    op.create_table(
        "occurrence",
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("todo_id", ID, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_time", sa.Time()),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "id", name="pk_occurrence"),
        _removed_with_todo("occurrence"),
    )
    of_todo = ["owner_id", "todo_id", "at"]
    op.create_index("ix_occurrence_todo_id", "occurrence", of_todo)


def _labels_of_todos() -> None:
    """Which todos carry a label, kept by triggers from what each todo says itself."""
    op.create_table(
        "todo_label",
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("label_id", ID, nullable=False),
        sa.Column("todo_id", ID, nullable=False),
        sa.PrimaryKeyConstraint(
            "owner_id", "label_id", "todo_id", name="pk_todo_label"
        ),
        _removed_with_todo("todo_label"),
    )
    op.create_index("ix_todo_label_todo_id", "todo_label", ["owner_id", "todo_id"])
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


TRIGGERS = {
    "postgresql": (
        """
        CREATE FUNCTION keep_todo_labels() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                DELETE FROM todo_label
                WHERE owner_id = OLD.owner_id AND todo_id = OLD.id;
            END IF;
            INSERT INTO todo_label (owner_id, label_id, todo_id)
            SELECT DISTINCT NEW.owner_id, one, NEW.id
            FROM unnest(string_to_array(NEW.label_ids, ' ')) AS one WHERE one <> '';
            RETURN NULL;
        END $$
        """,
        """
        CREATE TRIGGER todo_labels_added AFTER INSERT ON todo
        FOR EACH ROW WHEN (NEW.label_ids <> '') EXECUTE FUNCTION keep_todo_labels()
        """,
        """
        CREATE TRIGGER todo_labels_changed AFTER UPDATE OF label_ids ON todo
        FOR EACH ROW WHEN (OLD.label_ids <> NEW.label_ids)
        EXECUTE FUNCTION keep_todo_labels()
        """,
    ),
    "sqlite": (
        """
        CREATE TRIGGER todo_labels_added AFTER INSERT ON todo
        WHEN NEW.label_ids <> ''
        BEGIN
            INSERT OR IGNORE INTO todo_label (owner_id, label_id, todo_id)
            SELECT NEW.owner_id, value, NEW.id
            FROM json_each('["' || replace(NEW.label_ids, ' ', '","') || '"]');
        END
        """,
        """
        CREATE TRIGGER todo_labels_changed AFTER UPDATE OF label_ids ON todo
        WHEN OLD.label_ids <> NEW.label_ids
        BEGIN
            DELETE FROM todo_label
            WHERE owner_id = OLD.owner_id AND todo_id = OLD.id;
            INSERT OR IGNORE INTO todo_label (owner_id, label_id, todo_id)
            SELECT NEW.owner_id, value, NEW.id
            FROM json_each('["' || replace(NEW.label_ids, ' ', '","') || '"]')
            WHERE value <> '';
        END
        """,
    ),
}


def _named(table: str, longest: int = 120) -> list[sa.schema.SchemaItem]:
    """The columns of a thing with a name and a place in an order."""
    return [
        *_owned(table),
        sa.Column("name", sa.String(longest), nullable=False),
        sa.Column("name_key", BY_CODE_POINT, nullable=False),
        sa.Column("position", BY_CODE_POINT, nullable=False),
    ]


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    """The columns of a thing that belongs to an account and has a history."""
    return [
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "id", name=f"pk_{table}"),
        _removed_with_owner(table),
    ]


def _removed_with_owner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["owner_id"], ["account.id"], name=f"fk_{table}_owner_id", ondelete="CASCADE"
    )


def _removed_with_todo(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["owner_id", "todo_id"],
        ["todo.owner_id", "todo.id"],
        name=f"fk_{table}_todo_id",
        ondelete="CASCADE",
    )
