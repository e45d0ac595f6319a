"""What is known while a file is read: when it is, how its owner reads dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from taskpal.language.preferences import DEFAULT, Preferences
from taskpal.todos.exchange.records import Trouble


@dataclass(slots=True)
class Context:
    """For one file.

    Attributes:
        list_name: where todos go of which the file says no list.
        columns: what columns are called in a table, where they are not found out.
    """

    now: datetime
    prefs: Preferences = DEFAULT
    list_name: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    def trouble(self, line: int, sentence: str) -> None:
        """Remember what is wrong; the reader gives it along with the row."""
        self.troubles.append(Trouble(line, sentence))

    def take_troubles(self) -> list[Trouble]:
        """What was remembered since the last time."""
        taken, self.troubles = self.troubles, []
        return taken
