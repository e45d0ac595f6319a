"""What the dashboard tells a person, one message at a time, with a way to undo."""

import time
from typing import Any

import reflex as rx

from taskpal.ui.client import script


class Messages(rx.State):
    """The latest message. `number` tells the same words said twice apart."""

    text: str = ""
    undoable: bool = False
    number: int = 0

    @rx.event
    async def say(self, text: str) -> None:
        """Show a message."""
        self._say(str(text))

    def _say(self, text: str, *, undoable: bool = False) -> None:
        self.text = text
        if self.undoable != undoable:
            self.undoable = undoable
        self.number = max(self.number + 1, time.time_ns() // 1_000_000)


class MessageRegion(rx.Component):
    """Shows the message, announces it, and lets it go after a while."""

    library = script("messages.jsx")
    tag = "MessageRegion"
    lib_dependencies: list[str] = ["lucide-react"]

    text: rx.Var[str]
    number: rx.Var[int]
    undoable: rx.Var[bool]
    settled: rx.Var[bool]
    on_undo: rx.EventHandler[rx.event.no_args_event_spec]


def messages(on_undo: Any = None) -> rx.Component:
    """The region "Messages" of a page; `on_undo` takes the last change back."""
    events = {"on_undo": on_undo} if on_undo else {}
    return MessageRegion.create(
        text=Messages.text,
        number=Messages.number,
        undoable=Messages.undoable if on_undo else False,
        settled=rx.State.is_hydrated,
        **events,
    )
