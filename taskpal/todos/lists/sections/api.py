"""Sections over HTTP: part of the JSON API that scripts and apps use."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from taskpal.oauth import access
from taskpal.oauth.scopes import DELETE, READ, WRITE
from taskpal.todos.lists.schemas import Contents
from taskpal.todos.lists.sections import queries, service
from taskpal.todos.lists.sections.schemas import (
    NewSection,
    SectionChanges,
    SectionMove,
    SectionPage,
    SectionQuery,
    SectionView,
)
from taskpal.todos.once import Adding
from taskpal.todos.seen import Seen, seen
from taskpal.web.answers import answer
from taskpal.web.openapi import operation
from taskpal.web.requests import asked, idempotency_key, sent
from taskpal.web.routes import DirectRoute
from taskpal.web.versions import known, only_at, tagged

_ADDING = Adding(service.add, queries.view)

router = APIRouter(prefix="/api/sections", tags=["Sections"], route_class=DirectRoute)


@router.get(
    "",
    **operation(
        "listSections",
        READ,
        asks=SectionQuery,
        gives=SectionPage,
        also={404: "The user has no such list."},
    ),
)
async def list_sections(request: Request) -> Response:
    """List sections.

    They come in the order they were put in: those of one list, or of all.
    """
    caller = access.of(request, READ)
    return answer(await caller.read(queries.page, asked(request, SectionQuery)))


@router.post(
    "",
    **operation(
        "addSection",
        WRITE,
        takes=NewSection,
        gives=SectionView,
        status=201,
        once=True,
    ),
)
async def add_section(request: Request) -> Response:
    """Add a section.

    It goes last in its list.
    """
    caller, key = access.of(request, WRITE), idempotency_key(request)
    made = await caller.write(_ADDING, key, await sent(request, NewSection))
    where = f"{router.prefix}/{made.id}"
    return tagged(made.content, made.tag, status=201, headers={"Location": where})


@router.get(
    "/{section_id}",
    **operation("getSection", READ, gives=SectionView, one="section_id"),
)
async def get_section(request: Request) -> Response:
    """Read a section."""
    caller, had = access.of(request, READ), known(request)
    found = await caller.read(queries.one, _id(request))
    return tagged(found.content, found.tag, known=had)


@router.get(
    "/{section_id}/contents",
    **operation(
        "getSectionContents", READ, gives=Contents, one="section_id", versioned=False
    ),
)
async def get_section_contents(request: Request) -> Response:
    """Count what is in a section.

    That is what goes along if the section is deleted.
    """
    caller = access.of(request, READ)
    return answer(await caller.read(service.contents, _id(request)))


@router.patch(
    "/{section_id}",
    **operation(
        "changeSection",
        WRITE,
        takes=SectionChanges,
        gives=SectionView,
        one="section_id",
    ),
)
async def change_section(request: Request) -> Response:
    """Change a section.

    Fields that are left out stay as they are. Put in another list, it goes last there,
    with its todos.
    """
    caller, at = access.of(request, WRITE), only_at(request)
    changes = await sent(request, SectionChanges)
    return _answer(
        await caller.write(
            seen, queries.view, service.change, _id(request), changes, only_at=at
        )
    )


@router.post(
    "/{section_id}/move",
    **operation(
        "moveSection", WRITE, takes=SectionMove, gives=SectionView, one="section_id"
    ),
)
async def move_section(request: Request) -> Response:
    """Move a section.

    It goes right before or after another, or last in a list. Its todos go along.
    """
    caller, at = access.of(request, WRITE), only_at(request)
    to = await sent(request, SectionMove)
    return _answer(
        await caller.write(
            seen, queries.view, service.move, _id(request), to, only_at=at
        )
    )


@router.delete(
    "/{section_id}",
    **operation("deleteSection", DELETE, gives=Contents, one="section_id"),
)
async def delete_section(request: Request) -> Response:
    """Delete a section.

    It goes to the trash with its todos; the answer says how many. It can be restored,
    with exactly those, for 30 days.
    """
    caller, at = access.of(request, DELETE), only_at(request)
    return answer(await caller.write(service.delete, _id(request), only_at=at))


@router.post(
    "/{section_id}/restore",
    **operation(
        "restoreSection",
        WRITE,
        gives=SectionView,
        one="section_id",
        also={
            409: "The list it was in is in the trash.",
            410: "It was deleted more than 30 days ago.",
        },
    ),
)
async def restore_section(request: Request) -> Response:
    """Restore a section.

    It leaves the trash with the todos that went there with it.
    """
    caller, at = access.of(request, WRITE), only_at(request)
    return _answer(
        await caller.write(
            seen, queries.view, service.restore, _id(request), only_at=at
        )
    )


def _id(request: Request) -> str:
    section_id: str = request.path_params["section_id"]
    return section_id


def _answer(found: Seen[SectionView]) -> Response:
    return tagged(found.content, found.tag)
