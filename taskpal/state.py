"""Which page of a tab reads again when its owner's data changed."""

import reflex as rx
from reflex.event import EventSpec

from taskpal.assistant.state import ConnectionsState
from taskpal.todos.state import TodosState


class Changes(rx.State):
    """Hears of every change, and passes it on to the page the tab shows."""

    @rx.event
    async def heard(self, revision: int) -> EventSpec:
        """Have the shown page read again."""
        if self.router.url.path.startswith("/connections"):
            return ConnectionsState.sync(revision)
        return TodosState.sync(revision)
