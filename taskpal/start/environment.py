"""What TaskPal tells the programs it starts, through the environment.

Reading it is the business of `settings`; this is the only place that writes to it.
"""

import os
import sys
from pathlib import Path

from taskpal.settings import settings


def override(**chosen: object) -> None:
    """Let what was said on the command line win over the environment and .env."""
    given = {name: str(value) for name, value in chosen.items() if value is not None}
    os.environ.update(given)
    settings.cache_clear()


def use_own_node() -> None:
    """Find the Node that came with our packages before any other."""
    own = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([own, *os.get_exec_path()])


def build_with_npm(registry: str) -> None:
    """Have Reflex build with npm, and leave no registry's address in the lock file."""
    os.environ.update(
        REFLEX_USE_NPM="1",
        REFLEX_CHECK_LATEST_VERSION="false",
        REFLEX_TELEMETRY_ENABLED="false",
        NPM_CONFIG_REGISTRY=registry,
        NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED="true",
        NPM_CONFIG_AUDIT="false",
        NPM_CONFIG_FUND="false",
        NPM_CONFIG_UPDATE_NOTIFIER="false",
    )


def serve_built_front_end() -> None:
    """Have Reflex serve what was built, without compiling it again.

    The first two names are Reflex's own business: its version is pinned, and the end to
    end tests notice if they stop working.
    """
    os.environ.update(
        __REFLEX_SKIP_COMPILE="true",
        __REFLEX_MOUNT_FRONTEND_COMPILED_APP="true",
        REFLEX_ENV_MODE="prod",
        REFLEX_TELEMETRY_ENABLED="false",
    )
