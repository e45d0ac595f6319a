"""TaskPal: a todo app that you and your assistant share."""

__version__ = "0.1.0"
