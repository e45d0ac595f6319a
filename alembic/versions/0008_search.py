"""Full-text search: the words of todos and their comments, done ones included.

`search_entry` has a row for each todo. Triggers keep it, so that it follows every way
of writing: one todo, a hundred thousand imported, a change taken back. What searching
compares is made anew where it was made in another way before.
"""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

from taskpal.todos.folding import search_key, searchable

revision = "0008"
down_revision = "0007"

AT_ONCE = 1000


def upgrade() -> None:
    _make_keys_anew(
        "todo", ("title", "description"), lambda row: search_key(row[0], row[1])
    )
    _make_keys_anew("comment", ("text",), lambda row: searchable(row[0]))
    for statement in UP[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def downgrade() -> None:
    for statement in DOWN[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def _make_keys_anew(
    table: str, columns: Sequence[str], made: Callable[[Sequence[str]], str]
) -> None:
    """Words are compared without accents from now on, and what is between does not."""
    names = ("owner_id", "id", "search_key", *columns)
    rows = sa.table(table, *map(sa.column, names))
    key = sa.tuple_(rows.c.owner_id, rows.c.id)
    page = sa.select(*rows.c).order_by(rows.c.owner_id, rows.c.id).limit(AT_ONCE)
    write = (
        sa.update(rows)
        .where(
            rows.c.owner_id == sa.bindparam("owner"), rows.c.id == sa.bindparam("it")
        )
        .values(search_key=sa.bindparam("key"))
    )
    connection, after = op.get_bind(), ("", "")
    while found := connection.execute(page.where(key > sa.tuple_(*after))).all():
        keys = [(row, made(row[3:])) for row in found]
        if news := [
            {"owner": row[0], "it": row[1], "key": new}
            for row, new in keys
            if new != row[2]
        ]:
            connection.execute(write, news)
        after = found[-1][:2]


# Each word carries its owner's id, and whether it is in the title, the notes or a
# comment (t, n, c): so a search reads nothing but the owner's words in these places.
# `search_key` has the title's words in its first line, the notes' in its second.
# A foreign key would cost more with each todo that is added than all else here.
# Of the comments on a todo the newest 100,000 characters count: more might not fit.
_POSTGRESQL = (
    """
    CREATE TABLE search_entry (
        id bigint GENERATED ALWAYS AS IDENTITY,
        owner_id varchar(12) NOT NULL,
        todo_id varchar(12) NOT NULL,
        words tsvector NOT NULL,
        CONSTRAINT pk_search_entry PRIMARY KEY (id),
        CONSTRAINT uq_search_entry_owner_id_todo_id UNIQUE (owner_id, todo_id)
    )
    """,
    """
    CREATE FUNCTION search_words(owner text, place text, key text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN key = '' THEN '{}' ELSE string_to_array(
            owner || place || replace(key, ' ', ' ' || owner || place), ' '
        ) END
    $$
    """,
    """
    CREATE FUNCTION search_words_of_comments(owner text, todo text) RETURNS text[]
    LANGUAGE sql STABLE AS $$
        SELECT search_words(owner, 'c', coalesce(left(string_agg(
            search_key, ' ' ORDER BY created_at DESC, id
        ), 100000), ''))
        FROM comment
        WHERE owner_id = owner AND todo_id = todo AND deleted_at IS NULL
            AND search_key <> ''
    $$
    """,
    """
    CREATE FUNCTION search_words_of_todo(owner text, key text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT search_words(owner, 't', split_part(key, E'\\n', 1))
            || search_words(owner, 'n', split_part(key, E'\\n', 2))
    $$
    """,
    """
    CREATE FUNCTION search_follow_todo() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            INSERT INTO search_entry (owner_id, todo_id, words) VALUES (
                NEW.owner_id, NEW.id,
                array_to_tsvector(search_words_of_todo(NEW.owner_id, NEW.search_key))
            );
        ELSIF TG_OP = 'DELETE' THEN
            DELETE FROM search_entry
            WHERE owner_id = OLD.owner_id AND todo_id = OLD.id;
        ELSE
            UPDATE search_entry SET words = array_to_tsvector(
                search_words_of_todo(NEW.owner_id, NEW.search_key)
                || search_words_of_comments(NEW.owner_id, NEW.id)
            )
            WHERE owner_id = NEW.owner_id AND todo_id = NEW.id;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION search_follow_comment() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        one comment := coalesce(NEW, OLD);
    BEGIN
        UPDATE search_entry SET words = array_to_tsvector(
            search_words_of_todo(todo.owner_id, todo.search_key)
            || search_words_of_comments(todo.owner_id, todo.id)
        )
        FROM todo
        WHERE todo.owner_id = one.owner_id AND todo.id = one.todo_id
            AND search_entry.owner_id = one.owner_id
            AND search_entry.todo_id = one.todo_id;
        RETURN NULL;
    END $$
    """,
    """
    INSERT INTO search_entry (owner_id, todo_id, words)
    SELECT owner_id, id, array_to_tsvector(
        search_words_of_todo(owner_id, search_key)
        || search_words_of_comments(owner_id, id)
    )
    FROM todo ORDER BY created_at, id
    """,
    "CREATE INDEX ix_search_entry_owner_id_id ON search_entry (owner_id, id)",
    # New words wait in a list that every search reads: a short one is fast to read.
    """
    CREATE INDEX ix_search_entry_words ON search_entry USING gin (words)
    WITH (gin_pending_list_limit = 256)
    """,
    """
    CREATE TRIGGER search_todo_written AFTER INSERT OR DELETE ON todo
    FOR EACH ROW EXECUTE FUNCTION search_follow_todo()
    """,
    """
    CREATE TRIGGER search_todo_changed AFTER UPDATE OF search_key ON todo
    FOR EACH ROW WHEN (OLD.search_key <> NEW.search_key)
    EXECUTE FUNCTION search_follow_todo()
    """,
    """
    CREATE TRIGGER search_comment_written
    AFTER INSERT OR UPDATE OF search_key, deleted_at OR DELETE ON comment
    FOR EACH ROW EXECUTE FUNCTION search_follow_comment()
    """,
)


def _words(place: str, key: str) -> str:
    """The same for SQLite, which has no functions: the words, a space around each."""
    each = f"todo.owner_id || '{place}'"
    marked = f"{each} || replace({key}, ' ', ' ' || {each})"
    return f"CASE WHEN {key} = '' THEN ' ' ELSE ' ' || {marked} || ' ' END"


_TITLE = "substr(todo.search_key, 1, instr(todo.search_key, char(10)) - 1)"
_NOTES = "substr(todo.search_key, instr(todo.search_key, char(10)) + 1)"
_COMMENTS = """(
    SELECT coalesce(substr(group_concat(search_key, ' '), 1, 100000), '') FROM (
        SELECT search_key FROM comment
        WHERE comment.owner_id = todo.owner_id AND comment.todo_id = todo.id
            AND comment.deleted_at IS NULL AND comment.search_key <> ''
        ORDER BY created_at DESC, id
    )
)"""
_DOCUMENT = f"({_words('t', _TITLE)}) || ({_words('n', _NOTES)})"
_COMMENTED = f"{_DOCUMENT} || ({_words('c', _COMMENTS)})"
_LEARN = f"""
    UPDATE search_entry SET words = (
        SELECT {_COMMENTED} FROM todo
        WHERE todo.owner_id = search_entry.owner_id AND todo.id = search_entry.todo_id
    )
    WHERE owner_id = {{row}}.owner_id AND todo_id = {{row}}.{{todo_id}} AND EXISTS (
        SELECT 1 FROM todo
        WHERE todo.owner_id = search_entry.owner_id AND todo.id = search_entry.todo_id
    );
"""  # noqa: S608 - all of it is written here
_FORGET_TEXT = """
    INSERT INTO search_text (search_text, rowid, words)
    VALUES ('delete', OLD.id, OLD.words);
"""
_LEARN_TEXT = "INSERT INTO search_text (rowid, words) VALUES (NEW.id, NEW.words);"

_SQLITE = (
    """
    CREATE TABLE search_entry (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        owner_id VARCHAR(12) NOT NULL,
        todo_id VARCHAR(12) NOT NULL,
        words TEXT NOT NULL,
        CONSTRAINT uq_search_entry_owner_id_todo_id UNIQUE (owner_id, todo_id)
    )
    """,
    "CREATE INDEX ix_search_entry_owner_id_id ON search_entry (owner_id, id)",
    # Words come folded from Python: all that is left to do is to split them.
    """
    CREATE VIRTUAL TABLE search_text USING fts5(
        words, content='search_entry', content_rowid='id', detail='none',
        tokenize='ascii'
    )
    """,
    f"""
    CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        {_LEARN_TEXT}
    END
    """,
    f"""
    CREATE TRIGGER search_entry_changed AFTER UPDATE OF words ON search_entry BEGIN
        {_FORGET_TEXT}
        {_LEARN_TEXT}
    END
    """,
    f"""
    CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
        {_FORGET_TEXT}
    END
    """,
    f"""
    INSERT INTO search_entry (owner_id, todo_id, words)
    SELECT owner_id, id, {_COMMENTED} FROM todo ORDER BY created_at, id
    """,  # noqa: S608
    f"""
    CREATE TRIGGER search_todo_added AFTER INSERT ON todo BEGIN
        INSERT INTO search_entry (owner_id, todo_id, words)
        SELECT owner_id, id, {_DOCUMENT} FROM (
            SELECT NEW.owner_id AS owner_id, NEW.id AS id, NEW.search_key AS search_key
        ) AS todo;
    END
    """,  # noqa: S608
    f"""
    CREATE TRIGGER search_todo_changed AFTER UPDATE OF search_key ON todo
    WHEN OLD.search_key <> NEW.search_key BEGIN
        {_LEARN.format(row="NEW", todo_id="id")}
    END
    """,
    """
    CREATE TRIGGER search_todo_removed AFTER DELETE ON todo BEGIN
        DELETE FROM search_entry WHERE owner_id = OLD.owner_id AND todo_id = OLD.id;
    END
    """,
    f"""
    CREATE TRIGGER search_comment_added AFTER INSERT ON comment BEGIN
        {_LEARN.format(row="NEW", todo_id="todo_id")}
    END
    """,
    f"""
    CREATE TRIGGER search_comment_changed
    AFTER UPDATE OF search_key, deleted_at ON comment BEGIN
        {_LEARN.format(row="NEW", todo_id="todo_id")}
    END
    """,
    f"""
    CREATE TRIGGER search_comment_removed AFTER DELETE ON comment BEGIN
        {_LEARN.format(row="OLD", todo_id="todo_id")}
    END
    """,
)

UP = {"postgresql": _POSTGRESQL, "sqlite": _SQLITE}
DOWN = {
    "postgresql": (
        "DROP TRIGGER search_comment_written ON comment",
        "DROP TRIGGER search_todo_changed ON todo",
        "DROP TRIGGER search_todo_written ON todo",
        "DROP FUNCTION search_follow_comment",
        "DROP FUNCTION search_follow_todo",
        "DROP TABLE search_entry",
        "DROP FUNCTION search_words_of_todo",
        "DROP FUNCTION search_words_of_comments",
        "DROP FUNCTION search_words",
    ),
    "sqlite": (
        "DROP TRIGGER search_comment_removed",
        "DROP TRIGGER search_comment_changed",
        "DROP TRIGGER search_comment_added",
        "DROP TRIGGER search_todo_removed",
        "DROP TRIGGER search_todo_changed",
        "DROP TRIGGER search_todo_added",
        "DROP TABLE search_entry",
        "DROP TABLE search_text",
    ),
}
