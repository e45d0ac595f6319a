"""Writes taskpal/web/examples.json, and the document with the examples in it."""

import asyncio

from alembic import command
from alembic.config import Config

from taskpal.settings import PROJECT
from taskpal.web import examples
from tests import conftest  # noqa: F401 - data of its own, not the developer's
from tests.web import test_openapi
from tests.web.examples.collecting import collected, written

command.upgrade(Config(PROJECT / "alembic.ini"), "head")
examples.FILE.write_text(written(asyncio.run(collected())))
test_openapi.write()
