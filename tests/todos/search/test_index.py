"""The index is made of what is there, and goes again without a trace."""

import sqlalchemy as sa
from alembic import command

from tests.test_migrations import _on, empty  # noqa: F401 - a fixture

OLD = (
    "INSERT INTO account (id, email, email_key, name, password_hash, created_at,"
    " revision) VALUES ('a', 'a@b.c', 'a@b.c', '', '-', '2026-01-01', 0)",
    "INSERT INTO todo (owner_id, id, title, title_key, description, search_key,"
    " priority, created_at, updated_at, revision) VALUES ('a', 't', 'Äpfel', 'äpfel',"
    " 'im Kühlen', 'äpfel\nim kühlen', 4, '2026-01-01', '2026-01-01', 1)",
    "INSERT INTO comment (owner_id, id, todo_id, text, search_key, actor_kind,"
    " actor_name, created_at, updated_at, revision) VALUES ('a', 'c', 't', 'Süß!',"
    " 'süß!', '', '', '2026-01-01', '2026-01-01', 1)",
)


def test_what_was_there_before_is_in_it_as_it_is_compared_now(
    empty: sa.Engine,  # noqa: F811
) -> None:
    with empty.begin() as connection:
        config = _on(connection)
        command.upgrade(config, "0007")
        for row in OLD:
            connection.exec_driver_sql(row)

        command.upgrade(config, "head")

        words = connection.exec_driver_sql("SELECT words FROM search_entry").scalar()
        assert isinstance(words, str)
        for word in ("atapfel", "anim", "ankuhlen", "acsuss"):
            assert word in words
        command.downgrade(config, "0007")
        command.upgrade(config, "head")
        assert (
            words
            == connection.exec_driver_sql("SELECT words FROM search_entry").scalar()
        )
    empty.dispose()
