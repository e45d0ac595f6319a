"""Every table, gathered for Alembic."""

from sqlmodel import SQLModel

import taskpal.accounts.models
import taskpal.accounts.preferences.models
import taskpal.oauth.models
import taskpal.todos.comments.models
import taskpal.todos.exchange.models
import taskpal.todos.feeds.models
import taskpal.todos.finding.models
import taskpal.todos.history.models
import taskpal.todos.labels.models
import taskpal.todos.lists.models
import taskpal.todos.models
import taskpal.todos.recurrence.models
import taskpal.todos.search.models  # noqa: F401

metadata = SQLModel.metadata
metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
