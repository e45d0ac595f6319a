"""The API, as the tests of todos reach it."""

from tests.todos.conftest import anyone, api

__all__ = ["anyone", "api"]
