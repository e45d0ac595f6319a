"""Why an app's document cannot be used. Each sentence is shown to the app's user."""

from taskpal.errors import TaskPalError


class DocumentRefused(TaskPalError):
    """The document, or its address, is not as it has to be."""


class DocumentUnreachable(DocumentRefused):
    """It cannot be read right now; that may be nobody's fault, and pass."""
