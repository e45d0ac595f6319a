"""What the dashboard shows of a user's todos."""

import reflex as rx


class TodosState(rx.State):
    """The signed-in user's todos."""

    revision: int = 0
