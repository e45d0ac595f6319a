"""The operations as the Actions of a Custom GPT, and the schema it imports."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from taskpal.assistant import schema
from taskpal.assistant.operations import OPERATIONS, Operation
from taskpal.errors import BadValues, TaskPalError
from taskpal.oauth.access import Access, needs
from taskpal.settings import settings

router = APIRouter(tags=["Custom GPT"])


class NotJson(TaskPalError):
    """The body cannot be read at all."""


@router.get("/gpt/openapi.json", operation_id="gptSchema")
async def gpt_schema() -> JSONResponse:
    """The OpenAPI document that a Custom GPT imports."""
    return JSONResponse(schema.document(settings().public_url))


def _action(operation: Operation) -> Callable[..., Awaitable[Response]]:
    """The route that does the operation for whoever holds the token."""

    async def act(
        request: Request, caller: Annotated[Access, needs(operation.scope)]
    ) -> Response:
        given = await _given(request, operation)
        do = caller.write if operation.changes else caller.read
        return _answer(await do(operation.work, given))

    return act


async def _given(request: Request, operation: Operation) -> BaseModel:
    takes = operation.takes
    try:
        if operation.changes:
            return takes.model_validate_json(await request.body(), strict=True)
        return takes.model_validate(_asked(request))
    except ValidationError as error:
        raise _refusal(error) from None


def _asked(request: Request) -> dict[str, str]:
    """The query's parameters; an empty one is one left out.

    Raises:
        BadValues: one is there twice.
    """
    given = request.query_params.multi_items()
    names = [name for name, _ in given]
    if twice := {name for name in names if names.count(name) > 1}:
        raise BadValues(dict.fromkeys(sorted(twice), "Send it once."))
    return {name: value for name, value in given if value}


def _refusal(error: ValidationError) -> TaskPalError:
    wrong = error.errors(include_url=False, include_context=False)
    if wrong[0]["type"] in {"json_invalid", "model_type"}:
        return NotJson("Send the fields as one JSON object.")
    return BadValues({_name(each): _sentence(each) for each in wrong})


def _name(wrong: ErrorDetails) -> str:
    return ".".join(str(part) for part in wrong["loc"])[:100]


def _sentence(wrong: ErrorDetails) -> str:
    if wrong["type"] == "extra_forbidden":
        return "There is no such field here."
    if wrong["type"] == "missing":
        return "This is required."
    return wrong["msg"].removeprefix("Value error, ") + "."


def _answer(answer: BaseModel) -> Response:
    return Response(
        answer.model_dump_json(exclude_none=True),
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


for each in OPERATIONS:
    router.add_api_route(
        schema.path(each),
        _action(each),
        methods=["POST" if each.changes else "GET"],
        operation_id=each.name,
        summary=each.purpose,
    )
