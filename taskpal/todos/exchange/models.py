"""The tables of imports: what was read and not yet made, and what was made before."""

from datetime import datetime
from typing import NewType

from sqlalchemy import BigInteger, ForeignKeyConstraint, LargeBinary, Text
from sqlmodel import Field, SQLModel

from taskpal.columns import UtcDateTime, now
from taskpal.security import new_id

ImportId = NewType("ImportId", str)


class Import(SQLModel, table=True):
    """A file that was read, and how far it has been made.

    `state` is ready, running, done or stopped. `pieces` says how many `ImportPiece`s
    there were; one is removed in the transaction that makes what is in it, so that
    whatever happens nothing is made twice. `counts`, `first` and `troubles` are JSON.
    """

    __tablename__ = "import"

    owner_id: str = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, max_length=12
    )
    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    state: str = Field(default="ready", max_length=10)
    format: str = Field(max_length=20)
    source: str = Field(max_length=40)
    total: int = 0
    done: int = 0
    known: int = 0
    counts: str = Field(default="{}", sa_type=Text)
    first: str = Field(default="[]", sa_type=Text)
    troubles: str = Field(default="[]", sa_type=Text)
    trouble_count: int = 0
    reason: str = Field(default="", sa_type=Text)
    batch: int | None = Field(default=None, sa_type=BigInteger)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    updated_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class ImportPiece(SQLModel, table=True):
    """Some records of one kind, packed, in the order in which they have to be made."""

    __tablename__ = "import_piece"
    __table_args__ = (
        ForeignKeyConstraint(
            ["owner_id", "import_id"],
            ["import.owner_id", "import.id"],
            name="fk_import_piece_import_id",
            ondelete="CASCADE",
        ),
    )

    owner_id: str = Field(primary_key=True, max_length=12)
    import_id: str = Field(primary_key=True, max_length=12)
    number: int = Field(primary_key=True)
    kind: str = Field(max_length=12)
    records: int
    content: bytes = Field(sa_type=LargeBinary)


class Imported(SQLModel, table=True):
    """What became of a thing of another program: importing it again adds nothing."""

    owner_id: str = Field(
        foreign_key="account.id", ondelete="CASCADE", primary_key=True, max_length=12
    )
    source: str = Field(primary_key=True, max_length=40)
    kind: str = Field(primary_key=True, max_length=12)
    source_id: str = Field(primary_key=True, max_length=100)
    thing_id: str = Field(max_length=12)
