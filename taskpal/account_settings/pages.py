"""The page where someone settles their own account."""

import reflex as rx

from taskpal.account_settings import components
from taskpal.account_settings.state import SettingsState
from taskpal.ui.frame import frame


def settings() -> rx.Component:
    """Profile, zone, appearance, security, the log, and what becomes of the data."""
    return frame(
        "Settings",
        rx.el.div(
            rx.cond(
                SettingsState.loaded,
                rx.fragment(
                    components.done(),
                    components.profile(),
                    components.time(),
                    components.appearance(),
                    components.security(),
                    components.browsers(),
                    components.log(),
                    components.data(),
                ),
                components.skeleton(),
            ),
            class_name="settings",
        ),
        at="/settings",
    )
