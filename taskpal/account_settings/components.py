"""The things a person sees and touches on the page /settings."""

from typing import Any

import reflex as rx
from reflex.style import color_mode, set_color_mode

from taskpal.account_settings.schemas import Browser, Entry
from taskpal.account_settings.state import SettingsState
from taskpal.accounts.words import MOST_NAME
from taskpal.ui.client import Ask, Moment, When, ZoneMenu
from taskpal.ui.frame import APPEARANCES
from taskpal.ui.widgets import one_of


def done() -> rx.Component:
    """What a plain page has just done; it stays until the page is loaded again."""
    return rx.cond(
        SettingsState.done,
        rx.el.p(SettingsState.done, class_name="notice", role="status"),
    )


def profile() -> rx.Component:
    """Who it is, and what to call them."""
    return _section(
        "Profile",
        _row("Email", rx.el.span(SettingsState.email, class_name="value")),
        rx.el.form(
            rx.el.label("Name", html_for="name"),
            rx.el.div(
                rx.el.input(
                    id="name",
                    name="name",
                    key=SettingsState.name,
                    default_value=SettingsState.name,
                    placeholder="What to call you",
                    max_length=MOST_NAME,
                    auto_complete="name",
                    aria_describedby="name-problem",
                    aria_invalid=SettingsState.problem != "",
                ),
                rx.el.button("Save", type="submit"),
                class_name="together",
            ),
            rx.el.p(
                SettingsState.problem,
                id="name-problem",
                class_name="problem",
                role="alert",
            ),
            on_submit=SettingsState.rename,
            class_name="row",
        ),
    )


def time() -> rx.Component:
    """Where someone lives: it decides what is due today, for every app too."""
    return _section(
        "Dates and times",
        _row(
            "Time zone",
            ZoneMenu.create(
                label="Time zone",
                value=SettingsState.zone,
                on_choose=SettingsState.live_in,
            ),
            "What is due today, and what is overdue, goes by its clocks.",
        ),
    )


def appearance() -> rx.Component:
    """Light or dark: kept by this browser, so it is not asked of the server."""
    return _section(
        "Appearance",
        _row(
            "Theme",
            one_of(
                "Theme",
                "theme",
                APPEARANCES,
                color_mode,
                lambda mode: set_color_mode(mode),
            ),
            "For this browser.",
        ),
    )


def security() -> rx.Component:
    """What signing in takes; changed on plain pages, which ask for the password."""
    return _section(
        "Signing in",
        _row(
            "Password",
            _link("Change", "/settings/password", "Change your password"),
            "Changing it signs you out everywhere else and ends every app's access.",
        ),
        _row(
            "Two-step sign-in",
            rx.cond(
                SettingsState.two_step,
                _link("Manage", "/settings/two-step", "Manage two-step sign-in"),
                _link("Set up", "/settings/two-step", "Set up two-step sign-in"),
            ),
            rx.cond(
                SettingsState.two_step,
                _two_step_on(),
                rx.el.span("Off. Your password is all it takes."),
            ),
        ),
    )


def browsers() -> rx.Component:
    """Where someone is signed in."""
    return _section(
        "Where you are signed in",
        rx.el.ul(
            rx.foreach(SettingsState.browsers, _browser),
            class_name="lines",
            aria_labelledby="where-you-are-signed-in",
        ),
        _link("Sign out everywhere", "/settings/sign-out"),
    )


def log() -> rx.Component:
    """What happened to the account, a few lines at a time."""
    return _section(
        "Log",
        rx.el.ol(
            rx.foreach(SettingsState.entries, _entry),
            class_name="lines",
            aria_labelledby="log",
        ),
        rx.cond(
            SettingsState.has_earlier | SettingsState.has_later,
            rx.el.div(
                _turn("Later", SettingsState.later, SettingsState.has_later),
                _turn("Earlier", SettingsState.earlier, SettingsState.has_earlier),
                class_name="turn",
            ),
        ),
    )


def data() -> rx.Component:
    """What someone takes along, or leaves behind."""
    return _section(
        "Your data",
        _row(
            "Export",
            _link("Export", "/settings/export", "Export your data"),
            "Everything TaskPal holds of you, in one file.",
        ),
        _row(
            "Delete account",
            _link("Delete", "/settings/delete", "Delete your account", "danger"),
            "Todos, apps, tokens and the log go with it, for good.",
        ),
    )


def skeleton() -> rx.Component:
    """The page's shape, until its content is there."""
    line = rx.el.div(class_name="bone")
    return rx.el.div(line, line, line, class_name="bones", aria_hidden=True)


def _section(title: str, *content: rx.Component) -> rx.Component:
    name = title.lower().replace(" ", "-")
    return rx.el.section(
        rx.el.h2(title, id=name), *content, aria_labelledby=name, id=f"{name}-part"
    )


def _row(
    title: str, control: rx.Component, about: str | rx.Component = ""
) -> rx.Component:
    return rx.el.div(
        rx.el.h3(title),
        control,
        rx.el.p(about, class_name="about") if about != "" else rx.fragment(),
        class_name="row",
    )


def _link(
    text: str, address: str, label: str = "", look: str = "button"
) -> rx.Component:
    """Leads to a plain page of the server, as a whole new page."""
    named = {"aria_label": label} if label else {}
    return rx.el.a(
        text,
        href=address,
        class_name=f"button {look}",
        custom_attrs={"reloadDocument": True},
        **named,
    )


def _turn(text: str, on_click: Any, possible: Any) -> rx.Component:
    """Not disabled, which would take the keyboard away from whoever just pressed it."""
    return rx.el.button(text, on_click=on_click, aria_disabled=~possible)


def _two_step_on() -> rx.Component:
    left = SettingsState.codes_left
    return rx.el.span(
        "On since ",
        When.create(at=SettingsState.two_step_since),
        ". ",
        rx.match(
            left,
            (0, "No recovery codes left: make new ones."),
            (1, "1 recovery code left."),
            left.to_string() + " recovery codes left.",
        ),
    )


def _browser(browser: rx.Var[Browser]) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.span(browser.device, class_name="said"),
            rx.cond(browser.here, rx.el.span("This browser", class_name="badge"), None),
        ),
        rx.el.p(
            rx.cond(browser.address, browser.address + " · ", ""),
            "since ",
            When.create(at=browser.since),
            rx.cond(browser.here, "", " · last used "),
            rx.cond(browser.here, None, Moment.create(at=browser.used)),
            class_name="about",
        ),
        rx.cond(
            browser.here,
            None,
            Ask.create(
                rx.el.p("Its open tabs move to the sign-in page."),
                text="End",
                label="End: " + browser.device,
                question="Sign out " + browser.device + "?",
                yes="Sign out",
                look="",
                on_yes=SettingsState.end(browser.id),
            ),
        ),
        key=browser.id,
    )


def _entry(entry: rx.Var[Entry]) -> rx.Component:
    return rx.el.li(
        rx.el.p(entry.what, class_name=rx.cond(entry.alarm, "said alarm", "said")),
        rx.el.p(entry.source, class_name="about"),
        Moment.create(at=entry.at),
        key=entry.id,
    )
