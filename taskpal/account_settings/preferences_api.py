"""Preferences over HTTP, for scripts and apps.

An app reads them with the profile, and changes them only where it may change todos
too: whoever moves the zone moves what is due today. Why that is enough:
docs/decisions/time.md.
"""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from taskpal.accounts.preferences import queries, service
from taskpal.accounts.preferences.schemas import PreferenceChanges, PreferencesView
from taskpal.oauth import access
from taskpal.oauth.scopes import PROFILE, WRITE
from taskpal.web.openapi import operation
from taskpal.web.requests import sent
from taskpal.web.routes import DirectRoute
from taskpal.web.versions import known, only_at, tagged

router = APIRouter(
    prefix="/api/preferences", tags=["Preferences"], route_class=DirectRoute
)


@router.get(
    "",
    **operation(
        "getPreferences",
        PROFILE,
        gives=PreferencesView,
        single="preferences",
    ),
)
async def get_preferences(request: Request) -> Response:
    """Read the preferences.

    They say how the user reads and writes dates and times: their zone, their week, the
    hours of their day. What is due today follows from them.
    """
    caller, had = access.of(request, PROFILE), known(request)
    row = await caller.read(queries.row)
    return tagged(PreferencesView.of(row), str(row.revision), known=had)


@router.patch(
    "",
    **operation(
        "changePreferences",
        WRITE,
        takes=PreferenceChanges,
        gives=PreferencesView,
        single="preferences",
    ),
)
async def change_preferences(request: Request) -> Response:
    """Change preferences.

    Fields that are left out stay as they are.
    """
    caller, condition = access.of(request, WRITE), only_at(request)
    changes = await sent(request, PreferenceChanges)
    row = await caller.write(service.change, changes, only_at=condition)
    return tagged(PreferencesView.of(row), str(row.revision))
