"""A tab of somebody's dashboard without a browser: the states behind it.

What the browser keeps of a list is played too, so that tests see rows, not patches.
"""

from itertools import count
from typing import Any, TypeVar

import reflex as rx
from reflex.istate.data import RouterData

from taskpal.accounts.cookies import for_state, session_cookie
from taskpal.accounts.models import OwnerId
from taskpal.todos.dashboard.state import TodosState
from taskpal.ui.messages import Messages
from tests.sessions import sign_in

State = TypeVar("State", bound=rx.State)

_numbers = count(1)


class Tab:
    """One tab, signed in as someone; `None` is a tab where nobody is."""

    def __init__(
        self,
        owner_id: OwnerId | None,
        path: str = "/inbox",
        *,
        address: str = "",
        user_agent: str = "",
    ) -> None:
        self.token = f"tab-{next(_numbers)}"
        self.path = path
        self.cookie = sign_in(owner_id) if owner_id else ""
        self.address, self.user_agent = address, user_agent
        self.root = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
        self.connect()
        self.rows: dict[str, list[Any]] = {}
        self.applied: int | None = None

    def connect(self) -> None:
        """The tab's socket opens, with the cookie the browser has by now."""
        cookie = for_state(f"{session_cookie()}={self.cookie}")
        self.root.router = RouterData.from_router_data(
            {
                "headers": {"cookie": cookie, "user-agent": self.user_agent},
                "ip": self.address,
                "token": self.token,
                "sid": f"socket-{next(_numbers)}",
                "pathname": self.path,
                "asPath": self.path,
            }
        )

    def state(self, of: type[State]) -> State:
        found = self.root.get_substate(of.get_full_name().split("."))
        assert isinstance(found, of)
        return found

    @property
    def todos(self) -> TodosState:
        return self.state(TodosState)

    @property
    def message(self) -> str:
        return self.state(Messages).text

    @property
    def titles(self) -> list[str]:
        """The titles the browser shows, newest first, with the last patch applied."""
        assert self.receive(), "the browser missed a patch"
        by_age = sorted(self.rows.values(), key=lambda row: -row[5])
        return [row[1] for row in by_age]

    def id(self, title: str) -> str:
        self.receive()
        return next(id_ for id_, row in self.rows.items() if row[1] == title)

    def receive(self) -> bool:
        """Apply the last patch as todo_store.js does; False when one is missing."""
        patch = self.todos.patch
        if "rows" in patch:
            self.rows = {row[0]: row for row in patch["rows"]}
        elif patch:
            if self.applied is None or patch["from"] > self.applied:
                return False
            self.rows |= {row[0]: row for row in patch["put"]}
            self.rows = {
                id_: row for id_, row in self.rows.items() if id_ not in patch["gone"]
            }
        self.applied = patch.get("to", self.applied)
        return True
