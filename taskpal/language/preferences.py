"""How someone reads dates: their zone, their week, and what "morning" means to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

MONDAY, SUNDAY = 0, 6
ENGLISH = "en"

PARTS_OF_DAY: Mapping[str, time] = MappingProxyType(
    {
        "morning": time(9),
        "afternoon": time(12),
        "evening": time(19),
        "night": time(22),
    }
)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the same words mean for one person.

    Attributes:
        zone: the IANA name of the zone they live in.
        week_start: the first day of their week, 0 for Monday to 6 for Sunday.
        day_first: whether 3/4 is the third of April.
        parts: at what time the morning, afternoon, evening and night begin.
        country: ISO 3166 code of the country whose holidays they know by name; "" for
            that which their zone lies in.
        language: ISO 639 code of a language besides English that dates may be in.
    """

    zone: str = "UTC"
    week_start: int = MONDAY
    day_first: bool = True
    parts: Mapping[str, time] = field(default_factory=lambda: PARTS_OF_DAY)
    country: str = ""
    language: str = ENGLISH

    @property
    def foreign(self) -> str:
        """Two letters for the other language; "" for those who write English only."""
        code = self.language[:2].lower()
        return code if code.isalpha() and code != ENGLISH else ""

    def local(self, moment: datetime) -> datetime:
        """The moment as clocks show it in their zone, without the zone."""
        return moment.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)


DEFAULT = Preferences()
