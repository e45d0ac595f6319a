"""What the page /connections shows of a user's apps, and what they do to them there."""

from typing import Any, TypeVar

import reflex as rx

from taskpal.accounts.state import (
    SignedOut,
    Work,
    as_reader,
    as_user_to_the_end,
    where,
)
from taskpal.assistant.connecting import queries, service
from taskpal.assistant.connecting.schemas import (
    ConnectedApp,
    OwnApp,
    PersonalToken,
    Waiting,
)
from taskpal.assistant.connecting.typed import block, number, text, ticks
from taskpal.errors import BadValues, TaskPalError
from taskpal.oauth import service as oauth
from taskpal.settings import settings
from taskpal.ui.messages import Messages

T = TypeVar("T")


class ConnectionsState(rx.State):
    """The apps a user set up and let in, and the tokens of their scripts.

    `secret` and `token` hold a new client secret, and a new token, only until the
    browser says that it has it: a page that is loaded or joined later is never sent it
    again. `opened` is the one app of the user's that is unfolded, `landing` the one
    that was just made. `problem` is wrong with the form named by `problem_at`; the one
    named by `taken_at` was the last to be accepted, `taken` times any of them were.
    """

    address: str = ""
    public: bool = True
    loaded: bool = False
    gpts: list[OwnApp] = []
    waiting: list[Waiting] = []
    apps: list[OwnApp] = []
    connected: list[ConnectedApp] = []
    tokens: list[PersonalToken] = []

    unfinished: bool = False
    opened: str = ""
    secret: str = ""
    token: str = ""
    new_token: str = ""
    landing: str = ""
    problem: str = ""
    problem_at: str = ""
    taken: int = 0
    taken_at: str = ""

    # ---- Looking ---------------------------------------------------------------------

    @rx.event
    async def load(self) -> None:
        """Show everything as it is now."""
        self._forget()
        self.address = settings().public_url
        self.public = settings().secure
        await self._read()
        unfinished = [one.id for one in self.gpts if one.stage != "connected"]
        if not self.loaded and len(unfinished) == 1:
            self.opened = unfinished[0]
            self.unfinished = True
        self.loaded = True

    @rx.event
    async def sync(self, revision: int) -> None:  # noqa: ARG002 - untrusted: re-read
        """Read again: the server says that something changed."""
        await self._read()

    @rx.event
    async def open(self, client_id: str) -> None:
        """Unfold one app; none, or the one that is unfolded, folds it."""
        wanted = text(client_id)
        self._forget()
        self.opened = wanted if wanted in self._own() - {self.opened} else ""

    @rx.event
    async def secret_kept(self) -> None:
        """Let go of the secrets: the browser has them."""
        self.secret = self.token = ""

    # ---- Setting up apps -------------------------------------------------------------

    @rx.event
    async def make_gpt(self, form: dict[str, Any]) -> None:
        """Set up a client for a Custom GPT, and show its secret, once."""
        self._show_new(await self._do(service.make_gpt, text(form, "name"), at="gpt"))

    @rx.event
    async def make_app(self, form: dict[str, Any]) -> None:
        """Set up a client for another app, and show its secret, once."""
        given = text(form, "kind"), text(form, "name"), block(form, "callbacks")
        self._show_new(await self._do(service.make_app, *given, at="app"))

    @rx.event
    async def rename(self, client_id: str, name: str) -> None:
        """Give an app another name."""
        await self._do(oauth.rename_client, text(client_id), text(name), at="name")

    @rx.event
    async def rotate(self, client_id: str) -> None:
        """Replace an app's secret, and show the new one, once."""
        secret = await self._do(oauth.rotate_secret, text(client_id))
        if secret:
            self.opened, self.secret = client_id, secret
            await self._say("The old secret has stopped working.")

    @rx.event
    async def add_callback(self, form: dict[str, Any]) -> None:
        """Let the unfolded app send people back to one more address."""
        given = self.opened, text(form, "callback")
        await self._done(service.add_callback, *given, at="callback")

    @rx.event
    async def remove_callback(self, client_id: str, callback: str) -> None:
        """Take an address away from an app."""
        given = text(client_id), text(callback)
        await self._do(service.remove_callback, *given, at="callback")

    @rx.event
    async def delete(self, client_id: str) -> None:
        """Remove an app; whoever used it is disconnected."""
        if await self._done(oauth.remove_client, text(client_id)):
            await self._say("Deleted. Its access has ended.")

    # ---- A GPT's callbacks -----------------------------------------------------------

    @rx.event
    async def approve(self, waiting_id: str) -> None:
        """Let a GPT's callback in, on both hosts that ChatGPT uses."""
        if await self._do(oauth.approve_callback, text(waiting_id)):
            await self._say("Approved. Now sign in again in ChatGPT.")

    @rx.event
    async def refuse(self, waiting_id: str) -> None:
        """Forget a callback that waits."""
        await self._do(oauth.refuse_callback, text(waiting_id))

    # ---- Tokens ----------------------------------------------------------------------

    @rx.event
    async def make_token(self, form: dict[str, Any]) -> None:
        """Make a token for the user's scripts, and show it, once."""
        given = text(form, "name"), ticks(form), number(form, "days")
        if made := await self._do(service.make_token, *given, at="token"):
            self.new_token, self.token = made

    @rx.event
    async def revoke_token(self, token_id: str) -> None:
        """End a token; scripts that hold it are refused at once."""
        if await self._done(oauth.revoke_personal_token, text(token_id)):
            await self._say("Revoked. It is refused from now on.")

    # ---- Apps that were let in -------------------------------------------------------

    @rx.event
    async def disconnect(self, connection_id: str) -> None:
        """End what an app may do."""
        if await self._done(oauth.disconnect, text(connection_id)):
            await self._say("Disconnected. Its access has ended.")

    # ---- How -------------------------------------------------------------------------

    async def _do(self, work: Work[..., T], *args: Any, at: str = "") -> T | None:
        """What the work returns, and everything read anew; None when it was refused.

        The work is told where the page is open, for the account's log.
        """
        self._forget()
        done = None
        try:
            done = await as_user_to_the_end(self, work, *args, where=where(self))
            self.taken, self.taken_at = self.taken + 1, at
        except SignedOut:
            raise
        except TaskPalError as error:
            await self._explain(error, at)
        await self._read()
        return done

    async def _done(self, work: Work[..., Any], *args: Any, at: str = "") -> bool:
        """Whether it was done: for work that returns nothing."""
        return await self._do(_finished, work, args, at=at) is not None

    async def _read(self) -> None:
        seen = await as_reader(self, queries.everything)
        self.gpts = seen.gpts
        self.waiting = seen.waiting
        self.apps = seen.apps
        self.connected = seen.connected
        self.tokens = seen.tokens
        if self.opened not in self._own():
            self.opened = self.secret = ""
        if self.new_token not in {token.id for token in seen.tokens}:
            self.new_token = self.token = ""

    def _own(self) -> set[str]:
        return {app.id for app in (*self.gpts, *self.apps)}

    def _show_new(self, made: tuple[str, str] | None) -> None:
        if made:
            self.opened, self.secret = made
            self.landing = self.opened

    def _forget(self) -> None:
        self.secret = self.token = self.landing = self.problem = ""

    async def _explain(self, error: TaskPalError, at: str) -> None:
        """Beside the form, if it is about one, else as a message."""
        said = error.problems.values() if isinstance(error, BadValues) else ()
        if said and at:
            self.problem, self.problem_at = " ".join(said), at
        else:
            await self._say(" ".join(said) or error.message)

    async def _say(self, sentence: str) -> None:
        messages = await self.get_state(Messages)
        messages._say(sentence)


def _finished(session: Any, owner_id: Any, work: Any, args: Any, where: Any) -> bool:
    work(session, owner_id, *args, where=where)
    return True
