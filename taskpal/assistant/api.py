"""The operations as the Actions of a Custom GPT, and the schema it imports."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from taskpal.assistant import schema
from taskpal.assistant.operations import OPERATIONS, Operation
from taskpal.oauth import access
from taskpal.settings import settings
from taskpal.web.answers import HEADERS, answer
from taskpal.web.requests import asked, sent
from taskpal.web.routes import DirectRoute, Handler

# Not in the JSON API's document: the schema below is this one's own.
router = APIRouter(route_class=DirectRoute, include_in_schema=False)


@router.get("/gpt/openapi.json")
async def gpt_schema(_request: Request) -> Response:
    """The OpenAPI document that a Custom GPT imports."""
    return answer(schema.document(settings().public_url))


def _action(operation: Operation) -> Handler:
    """The route that does the operation for whoever holds the token."""

    async def read(request: Request) -> Response:
        caller = access.of(request, operation.scope)
        given = asked(request, operation.takes)
        return _answer(await caller.read(operation.work, given))

    async def change(request: Request) -> Response:
        caller = access.of(request, operation.scope)
        given = await sent(request, operation.takes)
        return _answer(await caller.write(operation.work, given))

    return change if operation.changes else read


def _answer(given: BaseModel) -> Response:
    body = given.model_dump_json(exclude_none=True)
    return Response(body, headers=HEADERS, media_type="application/json")


for each in OPERATIONS:
    router.add_api_route(
        schema.path(each),
        _action(each),
        methods=["POST" if each.changes else "GET"],
    )
