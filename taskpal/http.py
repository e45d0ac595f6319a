"""The table of contents of every HTTP route outside the dashboard."""

from functools import partial

from fastapi import APIRouter, FastAPI
from starlette.routing import Route

from taskpal import __version__
from taskpal.account_settings import preferences_api as preferences
from taskpal.account_settings import two_step_web as two_step
from taskpal.account_settings import web as account_settings
from taskpal.accounts import web as accounts
from taskpal.assistant import api as actions
from taskpal.assistant import mcp
from taskpal.assistant import web as assistant
from taskpal.oauth import endpoints, me, scopes
from taskpal.oauth import web as oauth
from taskpal.oauth.devices import web as devices
from taskpal.oauth.registration import web as registration
from taskpal.site import web as site
from taskpal.todos import api as todos
from taskpal.todos.batch import api as batch
from taskpal.todos.comments import api as comments
from taskpal.todos.exchange import api as exchange
from taskpal.todos.feeds import api as feeds
from taskpal.todos.finding.filters import api as filters
from taskpal.todos.history import api as history
from taskpal.todos.labels import api as labels
from taskpal.todos.lists import api as lists
from taskpal.todos.lists.sections import api as sections
from taskpal.todos.quick_add import api as quick_add
from taskpal.todos.recurrence import api as recurrence
from taskpal.todos.search import api as search
from taskpal.web import documentation, health, openapi, problems
from taskpal.web.guard import Guard
from taskpal.web.problems import problem
from taskpal.web.routes import Elsewhere

__all__ = ["ROUTERS", "http", "problem"]

# In the order they are tried: what is asked for most comes first.
ROUTERS: list[APIRouter] = [
    todos.router,
    recurrence.router,
    quick_add.router,
    me.router,
    preferences.router,
    documentation.router,
    health.router,
    history.router,
    lists.router,
    sections.router,
    labels.router,
    comments.router,
    search.router,
    filters.router,
    batch.router,
    exchange.router,
    exchange.exports,
    feeds.router,
    feeds.calendars,
    site.router,
    accounts.router,
    endpoints.router,
    oauth.router,
    devices.apps,
    devices.people,
    registration.router,
    actions.router,
    mcp.router,
    assistant.router,
    account_settings.router,
    two_step.router,
]

# Under these only our own routes answer, never the dashboard's pages.
PREFIXES = ("/api", "/oauth", "/gpt", "/mcp", "/feeds", "/.well-known")


def http() -> FastAPI:
    """Every route outside the dashboard; Reflex is mounted behind them."""
    app = FastAPI(title="TaskPal", openapi_url=None, docs_url=None, redoc_url=None)
    for router in ROUTERS:
        # Not include_router: its routes would be looked up in two steps.
        app.router.routes.extend(router.routes)
    for prefix in PREFIXES:
        elsewhere = Elsewhere(app.router)
        app.router.routes.append(Route(prefix, elsewhere))
        app.router.routes.append(Route(prefix + "/{rest:path}", elsewhere))
    problems.install(app)
    app.add_middleware(Guard)
    app.openapi = partial(openapi.document, app, __version__, scopes.IN_WORDS)  # type: ignore[method-assign]
    return app
