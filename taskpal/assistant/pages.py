"""The page where apps are connected."""

import reflex as rx

from taskpal.assistant import components
from taskpal.assistant.state import ConnectionsState
from taskpal.ui.frame import frame


def connections() -> rx.Component:
    """Setting up a Custom GPT, and every app the user let in."""
    return frame(
        "Connections",
        rx.el.div(
            rx.el.p(
                "Let an assistant read and change your todos for you, by chat or by "
                "voice. What it does shows on your dashboard at once, and you can end "
                "it here at any time.",
                class_name="lead",
            ),
            rx.cond(
                ConnectionsState.loaded,
                rx.fragment(components.custom_gpt(), components.connected_apps()),
                components.skeleton(),
            ),
            class_name="connections",
        ),
        at="/connections",
    )
