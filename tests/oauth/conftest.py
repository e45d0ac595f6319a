"""What the tests of the provider share."""

from datetime import timedelta

import pytest
from sqlmodel import SQLModel, select

from taskpal import database
from tests import tries


@pytest.fixture(autouse=True)
def nobody_is_throttled() -> None:
    """Each test starts with no failures on record."""
    tries.forget()


def earlier(table: type[SQLModel], **columns: timedelta) -> None:
    """Let time pass: move these columns of every row back."""
    with database.transaction() as session:
        for row in session.exec(select(table)):
            for name, passed in columns.items():
                if getattr(row, name) is not None:
                    setattr(row, name, getattr(row, name) - passed)
            session.add(row)
