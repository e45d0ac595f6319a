"""The page where apps are connected."""

import reflex as rx

from taskpal.assistant.connecting.components.connected import connected_apps, skeleton
from taskpal.assistant.connecting.components.gpt import custom_gpt
from taskpal.assistant.connecting.components.mcp import mcp
from taskpal.assistant.connecting.components.own_apps import own_apps
from taskpal.assistant.connecting.components.scripts import scripts
from taskpal.assistant.connecting.components.waiting import waiting
from taskpal.assistant.connecting.state import ConnectionsState
from taskpal.ui.frame import frame


def connections() -> rx.Component:
    """Every app the user let in, and all the ways to connect another."""
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
                rx.fragment(waiting(), connected_apps(), _ways_to_connect()),
                skeleton(),
            ),
            class_name="connections",
        ),
        at="/connections",
    )


def _ways_to_connect() -> rx.Component:
    return rx.el.div(
        rx.el.h2("Connect an app"),
        custom_gpt(),
        mcp(),
        scripts(),
        own_apps(),
        class_name="ways",
    )
