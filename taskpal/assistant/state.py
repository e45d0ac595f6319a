"""What the page /connections shows of a user's apps, and what they do to them there."""

from typing import Any, TypeVar

import reflex as rx

from taskpal.accounts.state import SignedOut, Work, as_reader, as_user
from taskpal.assistant import connections
from taskpal.assistant.connections import ConnectedApp, GptClient, Waiting
from taskpal.errors import BadValues, TaskPalError
from taskpal.oauth import clients, service
from taskpal.settings import settings
from taskpal.ui.messages import Messages

T = TypeVar("T")


class ConnectionsState(rx.State):
    """The apps a user set up and let in.

    `secret` holds a new client secret only until the browser says that it has it: a
    page that is loaded or joined later is never sent it again.
    """

    address: str = ""
    public: bool = True
    loaded: bool = False
    clients: list[GptClient] = []
    waiting: list[Waiting] = []
    apps: list[ConnectedApp] = []
    opened: str = ""
    secret: str = ""
    problem: str = ""

    # ---- Looking ---------------------------------------------------------------------

    @rx.event
    async def load(self) -> None:
        """Show everything as it is now."""
        self.secret = self.problem = ""
        self.address = settings().public_url
        self.public = settings().secure
        await self._read()
        unfinished = [one.id for one in self.clients if one.stage != "connected"]
        if not self.loaded and len(unfinished) == 1:
            self.opened = unfinished[0]
        self.loaded = True

    @rx.event
    async def sync(self, revision: int) -> None:  # noqa: ARG002 - untrusted: re-read
        """Read again: the server says that something changed."""
        await self._read()

    @rx.event
    async def open(self, client_id: str) -> None:
        """Show what to do with one client; none, or the one that is open, closes."""
        known = {client.id for client in self.clients} - {self.opened}
        wanted = _text(client_id)
        self.opened = wanted if wanted in known else ""
        self.secret = self.problem = ""

    @rx.event
    async def secret_kept(self) -> None:
        """Let go of the secret: the browser has it."""
        self.secret = ""

    # ---- Setting up a GPT ------------------------------------------------------------

    @rx.event
    async def make(self, form: dict[str, Any]) -> None:
        """Set up a client for a Custom GPT, and show its secret, once."""
        made = await self._do(connections.make, _text(form, "name"))
        if made:
            self.opened, self.secret = made

    @rx.event
    async def rotate(self, client_id: str) -> None:
        """Replace a client's secret, and show the new one, once."""
        secret = await self._do(clients.rotate_secret, _text(client_id))
        if secret:
            self.opened, self.secret = client_id, secret
            await self._say("The old secret has stopped working.")

    @rx.event
    async def approve(self, waiting_id: str) -> None:
        """Let a GPT's callback in, on both hosts that ChatGPT uses."""
        if await self._do(clients.approve_callback, _text(waiting_id)):
            await self._say("Approved. Now sign in again in ChatGPT.")

    @rx.event
    async def refuse(self, waiting_id: str) -> None:
        """Forget a callback that waits."""
        await self._do(clients.refuse_callback, _text(waiting_id))

    @rx.event
    async def add_callback(self, form: dict[str, Any]) -> None:
        """Let the opened client send people back to one more address."""
        callback = _text(form, "callback")
        await self._do(connections.add_callback, self.opened, callback)

    @rx.event
    async def remove_callback(self, client_id: str, callback: str) -> None:
        """Take an address away from a client."""
        given = _text(client_id), _text(callback)
        await self._do(connections.remove_callback, *given)

    @rx.event
    async def delete(self, client_id: str) -> None:
        """Remove a client; whoever used it is disconnected."""
        await self._do(clients.remove_client, _text(client_id))

    # ---- Apps that were let in -------------------------------------------------------

    @rx.event
    async def disconnect(self, connection_id: str) -> None:
        """End what an app may do."""
        await self._do(service.disconnect, _text(connection_id))

    # ---- How -------------------------------------------------------------------------

    async def _do(self, work: Work[..., T], *args: Any) -> T | None:
        """What the work returns, and everything read anew; None when it was refused."""
        self.secret = self.problem = ""
        done = None
        try:
            done = await as_user(self, work, *args)
        except SignedOut:
            raise
        except BadValues as error:
            self.problem = " ".join(error.problems.values())
        except TaskPalError as error:
            await self._say(error.message)
        await self._read()
        return done

    async def _read(self) -> None:
        seen = await as_reader(self, connections.everything)
        self.clients = seen.clients
        self.waiting = seen.waiting
        self.apps = seen.apps
        if self.opened not in {client.id for client in seen.clients}:
            self.opened = self.secret = ""

    async def _say(self, sentence: str) -> None:
        messages = await self.get_state(Messages)
        messages._say(sentence)


def _text(value: object, name: str = "") -> str:
    """What the browser sent as text, which may be anything."""
    if name:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) and value.isprintable() else ""
