"""What the page /settings shows of an account, and what its owner does there.

No secret comes through here: what needs one is asked for on the plain pages of `web`.
"""

import re
from typing import Any

import reflex as rx
from pydantic import ValidationError

from taskpal.account_settings import notices, queries
from taskpal.account_settings.schemas import Browser, Entry, Overview, Place
from taskpal.accounts import cookies, service, sessions
from taskpal.accounts.errors import SessionNotFound
from taskpal.accounts.preferences import service as preferences
from taskpal.accounts.preferences.schemas import PreferenceChanges
from taskpal.accounts.state import as_reader, as_user, where
from taskpal.errors import BadValues
from taskpal.ui.frame import Frame
from taskpal.ui.messages import Messages
from taskpal.web.problems import sentences

_ID = re.compile(r"[0-9a-f]{64}")


class SettingsState(rx.State):
    """The account of whoever is signed in.

    `_places` are the places in the log that were gone on to; the last is shown.
    """

    loaded: bool = False
    done: str = ""
    email: str = ""
    name: str = ""
    problem: str = ""
    zone: str = ""
    two_step: bool = False
    two_step_since: str = ""
    codes_left: int = 0
    browsers: list[Browser] = []
    entries: list[Entry] = []
    has_later: bool = False
    has_earlier: bool = False

    _places: list[Place] = []
    _next_place: Place | None = None

    @rx.event
    async def load(self) -> None:
        """Show everything as it is now, and what a plain page has just done."""
        self.problem, self._places = "", []
        await self._read()
        self.loaded = True
        written = self.router.url.query_parameters.get("done", "")
        self.done = notices.sentence(self._session_id(), written)

    @rx.event
    async def sync(self, revision: int) -> None:  # noqa: ARG002 - untrusted: re-read
        """Read again: the server says that something changed."""
        await self._read()

    @rx.event
    async def rename(self, form: dict[str, Any]) -> None:
        """Take another name."""
        name = form.get("name") if isinstance(form, dict) else None
        try:
            await as_user(self, service.rename, _name(name))
        except BadValues as error:
            self.problem = error.problems["name"]
        else:
            self.problem = ""
            await self._read()
            await self._say("Saved.")

    @rx.event
    async def live_in(self, zone: str) -> None:
        """Take another zone: what is due today changes with it."""
        try:
            await as_user(self, preferences.change, _zone(zone))
        except BadValues as error:
            await self._say(f"The time zone {error.problems['zone']}.")
        else:
            await self._say("Saved.")
        await self._read()

    @rx.event
    async def end(self, session_id: str) -> None:
        """Sign one of the browsers out; its tabs move to /sign-in."""
        try:
            await as_user(self, sessions.end, _id(session_id), where(self))
        except SessionNotFound as gone:
            await self._say(gone.message)
        else:
            await self._say("Signed out there.")
        await self._read()

    @rx.event
    async def earlier(self) -> None:
        """Go on to what happened before."""
        if self._next_place:
            self._places = [*self._places, self._next_place]
        await self._read()

    @rx.event
    async def later(self) -> None:
        """Go back to what happened after."""
        self._places = self._places[:-1]
        await self._read()

    async def _read(self) -> None:
        place = self._places[-1] if self._places else None
        seen = await as_reader(self, queries.overview, self._session_id(), place)
        self._show(seen)
        frame = await self.get_state(Frame)
        frame.name = seen.name or seen.email

    def _show(self, seen: Overview) -> None:
        self.email, self.name, self.zone = seen.email, seen.name, seen.zone
        self.two_step, self.two_step_since = seen.two_step, seen.two_step_since
        self.codes_left = seen.codes_left
        self.browsers, self.entries = seen.browsers, seen.entries
        self._next_place = seen.next_place
        self.has_earlier = seen.next_place is not None
        self.has_later = bool(self._places)

    async def _say(self, sentence: str) -> None:
        messages = await self.get_state(Messages)
        messages._say(sentence)

    def _session_id(self) -> str:
        return cookies.session_id(self.router.headers.cookie) or ""


def _id(value: object) -> str:
    """What the browser sent as a session's id, which may be anything."""
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise SessionNotFound


def _zone(value: object) -> PreferenceChanges:
    try:
        return PreferenceChanges.model_validate({"zone": value})
    except ValidationError as error:
        raise BadValues(sentences(error.errors(include_url=False))) from None


def _name(value: object) -> str:
    if isinstance(value, str):
        return value
    raise BadValues({"name": "Type a name."})
