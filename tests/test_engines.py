"""How a database is opened."""

import stat
from pathlib import Path

from sqlalchemy import text

from taskpal.engines import connect


def test_other_users_of_the_machine_cannot_read_the_database(tmp_path: Path) -> None:
    file = tmp_path / "taskpal.db"

    with connect(f"sqlite:///{file}", 1).begin() as connection:
        connection.execute(text("CREATE TABLE a (b TEXT)"))
        connection.execute(text("INSERT INTO a VALUES ('c')"))
        made = list(tmp_path.iterdir())

    assert file in made
    assert {stat.S_IMODE(one.stat().st_mode) for one in made} == {0o600}
