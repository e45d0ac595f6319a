"""How Reflex builds and runs the dashboard. What differs by machine is in settings."""

import reflex as rx
from reflex.constants import StateManagerMode
from reflex.plugins import RadixThemesPlugin, SitemapPlugin

from taskpal.settings import settings
from taskpal.ui.build import SameOrigin, WithoutSources

config = rx.Config(
    app_name="taskpal",
    db_url=None,
    redis_url=settings().redis_url or None,
    # The default manager writes pickles with cookies in them to the disk.
    state_manager_mode=(
        StateManagerMode.REDIS if settings().redis_url else StateManagerMode.MEMORY
    ),
    # After this long without an event a tab's state is forgotten: it reads its list
    # anew by itself, but shows the open todos again, and nothing beside them.
    redis_token_expiration=4 * 3600,
    cors_allowed_origins=settings().origins,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_lazy_bundled_libraries=True,  # only run-time components need them
    plugins=[SameOrigin(), WithoutSources()],
    disable_plugins=[RadixThemesPlugin, SitemapPlugin],
)
