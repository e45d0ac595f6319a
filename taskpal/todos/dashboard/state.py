"""What the dashboard shows of a user's todos, and what they do to them there."""

from typing import Any, get_args

import reflex as rx
from sqlmodel import Session

from taskpal import push
from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import service as preferences
from taskpal.accounts.state import SignedOut, Work, as_reader, as_user
from taskpal.errors import BadValues, TaskPalError
from taskpal.todos.dashboard import rows, sight, steps, typed
from taskpal.todos.dashboard.rows import Patch, View
from taskpal.todos.dashboard.sight import Place, Sight
from taskpal.todos.dashboard.steps import Step
from taskpal.todos.models import TodoId
from taskpal.todos.schemas import NewTodo, Sort, Status, TodoChanges, TodoQuery
from taskpal.ui.messages import Messages


class TodosState(rx.State):
    """The list a tab shows, and the todo that is open beside it.

    The rows are in the browser. Here is only which list it is, the owner's revision it
    stands at, and the last patch it was sent.
    """

    patch: Patch = {}
    shown: str = "open"
    search: str = ""
    sort: str = "created"
    opened: dict[str, Any] = {}
    missing: str = ""

    _trash: bool = False
    _revision: int = -1
    _sent_to: tuple[str, View] | None = None
    _done: int | None = None
    _patches: int = 0

    # ---- Which list ------------------------------------------------------------------

    @rx.event
    async def show_inbox(self) -> None:
        """Show the todos, with none open beside them."""
        self._trash = False
        await self._open("")

    @rx.event
    async def show_trash(self) -> None:
        """Show what was deleted and can still be restored."""
        self._trash = True
        await self._open("")

    @rx.event
    async def show_todo(self) -> None:
        """Show the todos, and beside them the one the address names."""
        self._trash = False
        await self._open(self.router.url.path.strip("/").rpartition("/")[2])

    @rx.event
    async def show(self, shown: str) -> None:
        """Show the open todos, the done ones, or all."""
        if shown in get_args(Status):
            self.shown = shown
        await self._refresh()

    @rx.event
    async def find(self, query: str) -> None:
        """Show those that contain these words."""
        self.search = typed.checked(TodoQuery, {"query": query}).query
        await self._refresh()

    @rx.event
    async def sort_by(self, sort: str) -> None:
        """Order the list: the browser does it, here it is only remembered."""
        if sort in get_args(Sort):
            self.sort = sort

    @rx.event
    async def open(self, todo_id: str) -> None:
        """Show a todo beside the list."""
        await self._open(typed.todo_id(todo_id))

    @rx.event
    async def close(self) -> None:
        """Show the list alone."""
        self.opened, self.missing = {}, ""

    # ---- Staying up to date ----------------------------------------------------------

    @rx.event
    async def sync(self, revision: int) -> None:
        """Read what changed: the server says that something did."""
        if not (isinstance(revision, int) and 0 <= revision <= self._revision):
            self._take(await as_reader(self, sight.look, self._place()), live=True)

    @rx.event
    async def catch_up(self, applied: int, view: str) -> None:
        """Read what changed since a revision: the browser missed a patch."""
        known = isinstance(applied, int) and view == self._view().name
        self._revision = applied if known else -1
        self._take(await as_reader(self, sight.look, self._place()))

    @rx.event
    async def take_zone(self, zone: str) -> None:
        """Learn where the user lives, if it is not known yet: the browser does."""
        if isinstance(zone, str):
            await as_user(self, preferences.take_zone, zone)

    @rx.event
    async def received(self, revision: int) -> None:
        """Let go of the rows: the browser has them."""
        if self.patch.get("to") == revision:
            self.patch = {}

    # ---- What is done to todos -------------------------------------------------------

    @rx.event
    async def add(self, form: dict[str, Any]) -> None:
        """Write a todo down."""
        title = form.get("title") if isinstance(form, dict) else form
        await self._do(_add, {"title": title})

    @rx.event
    async def complete(self, todo_id: str, due: str = "") -> None:
        """Mark a todo done; one that repeats, unless it has moved on from this day."""
        await self._do(steps.complete, typed.todo_id(todo_id), typed.day(due))

    @rx.event
    async def reopen(self, todo_id: str) -> None:
        """Mark a todo open again."""
        await self._do(steps.reopen, typed.todo_id(todo_id))

    @rx.event
    async def tick(self, todo_id: str, done: bool) -> None:
        """Mark a todo done, or open again."""
        if done:
            due = self.opened.get("due", "")
            await self._do(steps.complete, typed.todo_id(todo_id), typed.day(due))
        else:
            await self._do(steps.reopen, typed.todo_id(todo_id))

    @rx.event
    async def delete(self, todo_id: str) -> None:
        """Move a todo to the trash."""
        await self._do(steps.delete, typed.todo_id(todo_id))

    @rx.event
    async def restore(self, todo_id: str) -> None:
        """Take a todo out of the trash."""
        await self._do(steps.restore, typed.todo_id(todo_id))

    @rx.event
    async def rename(self, todo_id: str, title: str) -> None:
        """Give a todo another title."""
        await self._do(_change, typed.todo_id(todo_id), {"title": title})

    @rx.event
    async def describe(self, todo_id: str, description: str) -> None:
        """Give a todo another description."""
        await self._do(_change, typed.todo_id(todo_id), {"description": description})

    @rx.event
    async def set_due(self, todo_id: str, due: str) -> None:
        """Say when a todo is due; an empty text means on no day."""
        await self._do(_change, typed.todo_id(todo_id), {"due": due or None})

    @rx.event
    async def prioritise(self, todo_id: str, priority: str) -> None:
        """Say how urgent a todo is."""
        await self._do(_change, typed.todo_id(todo_id), {"priority": priority})

    @rx.event
    async def undo(self) -> None:
        """Take the last step back."""
        if self._done is not None:
            await self._do(steps.take_back, self._done)

    # ---- How -------------------------------------------------------------------------

    async def _open(self, todo_id: str) -> None:
        """Show the list as it is now, with this todo beside it."""
        self.opened = {"id": todo_id} if todo_id else {}
        await self._refresh()
        self.missing = "" if self.opened else todo_id

    async def _refresh(self) -> None:
        """Bring the list up to date: all of it, unless this socket has had it."""
        if self._sent_to != (self.router.session.session_id, self._view()):
            self._revision = -1
        self._take(await as_reader(self, sight.look, self._place()))

    async def _do(self, work: Work[..., Step], *args: Any) -> None:
        """Do it, show what it changed, say so, and remember what undo takes back."""
        messages = await self.get_state(Messages)
        try:
            step, seen = await as_user(self, sight.after, work, args, self._place())
        except SignedOut:
            raise
        except TaskPalError as error:
            await self._take_back_the_guess(*args)
            messages._say(_sentence(error))
        else:
            self._take(seen)
            self._done = step.batch
            messages._say(step.said, undoable=step.batch is not None)

    async def _take_back_the_guess(self, todo_id: Any, *_: Any) -> None:
        """The browser showed the change already: send the row as it really is."""
        if isinstance(todo_id, str):
            patch = await as_reader(self, rows.again, self._view(), todo_id)
            self._send(patch | {"from": self._revision, "to": self._revision})

    def _take(self, seen: Sight, *, live: bool = False) -> None:
        """Show what was read; `live`, it was somebody else who changed it."""
        self._send(seen.patch | {"live": live})
        self._revision = seen.patch["to"]
        self._sent_to = (self.router.session.session_id, self._view())
        push.tabs.saw(self.router.session.client_token, self._revision)
        if self.opened != seen.opened:
            self.opened = seen.opened

    def _send(self, patch: Patch) -> None:
        """A number makes each patch new: equal ones would not reach the list."""
        self._patches += 1
        self.patch = patch | {"n": self._patches}

    def _view(self) -> View:
        return View("trash") if self._trash else View(self.shown, self.search)

    def _place(self) -> Place:
        return Place(self._view(), self._revision, self.opened.get("id", ""))


def _add(session: Session, owner_id: OwnerId, values: dict[str, Any]) -> Step:
    return steps.add(session, owner_id, typed.checked(NewTodo, values))


def _change(
    session: Session, owner_id: OwnerId, todo_id: TodoId, values: dict[str, Any]
) -> Step:
    return steps.change(session, owner_id, todo_id, typed.checked(TodoChanges, values))


def _sentence(error: TaskPalError) -> str:
    if not isinstance(error, BadValues):
        return error.message
    return " ".join(
        why if why[:1].isupper() else f"{name.capitalize()} {why}."
        for name, why in error.problems.items()
    )
