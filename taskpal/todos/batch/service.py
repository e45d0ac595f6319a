"""Doing many operations in one transaction. The caller owns it."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from http import HTTPStatus
from typing import Any, Final

from sqlmodel import Session

from taskpal import live
from taskpal.accounts.models import OwnerId
from taskpal.errors import TaskPalError
from taskpal.todos import repeats
from taskpal.todos.batch.attempts import attempt
from taskpal.todos.batch.errors import NoSuchRef, RefRefused, Refused, described
from taskpal.todos.batch.schemas import BatchDone, BatchResult, Misread, NewBatch, Ready
from taskpal.todos.history import batches
from taskpal.todos.repeats import Answered

_REFERRING: Final = ("list", "section", "parent", "todo", "before", "after")
"""The fields of any body that hold an id."""

Made = dict[str, str | None]
"""The ids of what has a ref; None of one whose operation was refused."""


def once(
    session: Session,
    owner_id: OwnerId,
    key: str | None,
    sent: NewBatch,
    operations: Sequence[Ready | Misread],
) -> Any:
    """What came of the operations; with a key used within a day, the first answer.

    Raises:
        KeyUsedBefore: the key was used for something else.
        Refused: one was refused, and it is all or none.
    """

    def work() -> Answered:
        return Answered(run(session, owner_id, operations, atomic=sent.atomic), 0)

    asked = f"batch {sent.model_dump_json()}" if key else ""
    return repeats.answered(session, owner_id, key, asked, work).content


def run(
    session: Session,
    owner_id: OwnerId,
    operations: Sequence[Ready | Misread],
    *,
    atomic: bool,
) -> BatchDone:
    """Do the operations one after the other; together they are one batch.

    Raises:
        Refused: one was refused, and it is all (`atomic`) or none.
    """
    live.hold(session, owner_id)
    made: Made = {}
    results: list[BatchResult] = []
    for number, one in enumerate(operations):
        try:
            with nullcontext() if atomic else attempt(session):
                results.append(_done(session, owner_id, one, made))
        except TaskPalError as error:
            if atomic:
                raise Refused(number, one.name, error) from None
            results.append(_refused(one, error))
        if one.ref:
            made[one.ref] = results[-1].id
    refused = sum(one.problem is not None for one in results)
    batch = batches.batch_of(session, owner_id)
    return BatchDone(batch, len(results) - refused, refused, results)


def _done(
    session: Session, owner_id: OwnerId, one: Ready | Misread, made: Made
) -> BatchResult:
    """What the operation would have been answered by itself."""
    if isinstance(one, Misread):
        raise one.error
    how, result = one.operation, BatchResult(one.name, one.ref)
    found = how.work(session, owner_id, *_said(one, made), **_named(one))
    if how.look is None:
        result.content = found
        result.status = HTTPStatus.OK if found else HTTPStatus.NO_CONTENT
        return result
    seen = how.look(session, owner_id, found)
    result.status = HTTPStatus.CREATED if how.makes else HTTPStatus.OK
    result.id, result.etag, result.content = found.id, f'"{seen.tag}"', seen.content
    return result


def _said(one: Ready, made: Made) -> Iterator[Any]:
    """The id and the body, with ids in place of refs."""
    if not one.operation.makes:
        yield _meant("id", one.id, made)
    if one.body is not None:
        fields = one.body.model_fields_set.intersection(_REFERRING)
        said = {field: getattr(one.body, field) for field in fields}
        ids = {field: _meant(field, name, made) for field, name in said.items()}
        yield one.body.model_copy(update=ids) if ids != said else one.body


def _named(one: Ready) -> dict[str, Any]:
    named = {} if one.operation.makes else {"only_at": one.only_at}
    if one.operation.asks:
        named |= one.operation.asks.named(one.asked)
    return named


def _meant(field: str, said: str | None, made: Made) -> str | None:
    """The id that a ref stands for.

    Raises:
        NoSuchRef: no operation before has it.
        RefRefused: the operation that has it was refused.
    """
    if said is None or not said.startswith("$"):
        return said
    ref = said.removeprefix("$")
    if ref not in made:
        raise NoSuchRef(field, ref[:40])
    found = made[ref]
    if found is None:
        raise RefRefused(ref)
    return found


def _refused(one: Ready | Misread, error: TaskPalError) -> BatchResult:
    problem = described(error)
    return BatchResult(one.name, one.ref, problem["status"], problem=problem)
