"""The app Reflex runs: pages, HTTP routes and live updates on one server, one port."""

import logging

import reflex as rx
from reflex.app import default_error_boundary
from reflex.event import EventSpec
from starlette.types import ASGIApp

from taskpal import closed_tabs, logs, memory, push, upkeep
from taskpal.account_settings.pages import settings as settings_page
from taskpal.account_settings.state import SettingsState
from taskpal.accounts.state import SessionBinding, SessionState, SignedOut
from taskpal.accounts.unlogged import happened_in_ours, keep_cookies_unlogged
from taskpal.assistant import mcp
from taskpal.assistant.connecting.pages import connections
from taskpal.assistant.connecting.state import ConnectionsState
from taskpal.dashboard import Dashboard
from taskpal.errors import TaskPalError
from taskpal.http import http
from taskpal.sockets import Sockets
from taskpal.todos.dashboard import pages
from taskpal.todos.dashboard.state import TodosState
from taskpal.ui import plain
from taskpal.ui.messages import Messages
from taskpal.web.anywhere import Anywhere
from taskpal.web.headers import SafeHeaders
from taskpal.web.problems import UNEXPECTED

log = logging.getLogger(__name__)


def explain(exception: Exception) -> EventSpec:
    """What a person sees of an error in a handler: a sentence, or the sign-in page."""
    if isinstance(exception, SignedOut):
        return SessionState.check()
    if isinstance(exception, TaskPalError):
        return Messages.say(exception.message)
    if happened_in_ours(exception):
        log.error("A handler of the dashboard failed.", exc_info=exception)
    else:
        log.warning("An event made no sense (%s).", type(exception).__name__)
    return Messages.say(UNEXPECTED)


def note(exception: Exception) -> None:
    """What the log holds of an error in a browser: one line, as anybody can send it."""
    log.error("A dashboard failed in its browser: %.500r", str(exception))


class App(rx.App):
    """Reflex's app, with what stands before all of it: what Reflex answers too."""

    def __call__(self) -> ASGIApp:
        return SafeHeaders(Anywhere(super().__call__()))


logs.begin()
keep_cookies_unlogged()
app = App(
    api_transformer=[Dashboard, Sockets, http()],
    backend_exception_handler=explain,
    frontend_exception_handler=note,
    html_lang="en",
    reset_style=False,
    toaster=None,
    # Our own words say that the connection is gone: see ui.frame.
    app_wraps={(55, "ErrorBoundary"): lambda _: default_error_boundary()},
    head_components=[
        rx.el.link(rel="stylesheet", href=plain.stylesheet()),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(
            rel="preload",
            href="/fonts/inter-latin.woff2",
            type="font/woff2",
            custom_attrs={"as": "font", "crossOrigin": "anonymous"},
        ),
    ],
)
app.add_middleware(SessionBinding())
app.register_lifespan_task(push.delivery, app=app, signed_out=SessionState.check)
app.register_lifespan_task(mcp.running)
app.register_lifespan_task(closed_tabs.forgotten, app=app)
app.register_lifespan_task(upkeep.running)
app.register_lifespan_task(memory.settled)
app.add_page(
    pages.inbox,
    route="/inbox",
    title="Inbox · TaskPal",
    on_load=[TodosState.show_inbox, SessionState.check],
)
app.add_page(
    pages.inbox,
    route="/todo/[todo_id]",
    title="Todo · TaskPal",
    on_load=[TodosState.show_todo, SessionState.check],
)
app.add_page(
    pages.trash,
    route="/trash",
    title="Trash · TaskPal",
    on_load=[TodosState.show_trash, SessionState.check],
)
app.add_page(
    connections,
    route="/connections",
    title="Connections · TaskPal",
    on_load=[ConnectionsState.load, SessionState.check],
)
app.add_page(
    settings_page,
    route="/settings",
    title="Settings · TaskPal",
    on_load=[SettingsState.load, SessionState.check],
)
