"""Column types that read the same from SQLite and PostgreSQL."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

# Sorted by code point, so that SQLite and PostgreSQL give the same order.
ByCodePoint = Text().with_variant(Text(collation="C"), "postgresql")


def written(at: datetime | None) -> str:
    """A moment in ISO 8601, for browsers to put in words; "" for none."""
    return at.isoformat() if at else ""


def now() -> datetime:
    """This moment in UTC, in whole microseconds as both databases keep it."""
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC. SQLite has no zones: it keeps the naive UTC time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value
