"""What is said about preferences, and how they look outside."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from taskpal.accounts.preferences.models import AccountPreferences
from taskpal.language import zones
from taskpal.language.preferences import PARTS_OF_DAY

Weekday = Literal[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
]
Order = Literal["day-month", "month-day"]
Tongue = Literal["en", "de", "es", "fr", "it", "nl", "pl", "pt", "sv"]

WEEKDAYS: Final[tuple[Weekday, ...]] = get_args(Weekday)

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def _zone(name: str) -> str:
    if name not in zones.names():
        raise ValueError("must be the name of a zone like Europe/Berlin")
    return name


def _country(code: str) -> str:
    import holidays  # slow, and few ask for it

    if code and code not in holidays.list_supported_countries():
        raise ValueError("must be the code of a country like DE, or empty")
    return code


def _time(value: object) -> object:
    if isinstance(value, str) and _TIME.fullmatch(value):
        return time.fromisoformat(value)
    if isinstance(value, time):
        return value
    raise ValueError("must be a time of day like 09:00")


ZoneName = Annotated[str, StringConstraints(max_length=64), AfterValidator(_zone)]
Zone = Annotated[
    ZoneName,
    Field(
        description="The zone (IANA) they live in: it decides what today is.",
        examples=["Europe/Berlin"],
    ),
]
WeekStart = Annotated[
    Weekday,
    Field(description="The first day of their week.", examples=["monday"]),
]
DateOrder = Annotated[
    Order,
    Field(
        description="Whether 3/4 is the third of April (`day-month`) or the fourth of "
        "March (`month-day`).",
        examples=["day-month"],
    ),
]
Country = Annotated[
    str,
    StringConstraints(max_length=2, to_upper=True),
    AfterValidator(_country),
    Field(
        description="The country (ISO 3166) whose holidays they know by name; empty "
        "for that which their zone lies in.",
        examples=["DE"],
    ),
]
Language = Annotated[
    Tongue,
    Field(description="The language besides English that dates are in."),
]
PartOfDay = Annotated[
    time,
    BeforeValidator(_time),
    # Not the format "time", which has seconds and a zone.
    WithJsonSchema({"type": "string", "pattern": f"^{_TIME.pattern}$"}),
    Field(
        description="When this part of the day begins: what “in the morning” means.",
        examples=["09:00"],
    ),
]
FixedTimes = Annotated[
    bool,
    Field(
        description="Whether a time typed without a zone is meant in `zone`, rather "
        "than wherever they are."
    ),
]


class PreferenceChanges(BaseModel):
    """Any subset of preferences; those left out stay as they are."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    # Factories, because a default would show in the schema and promise a reset.
    zone: Zone = Field(default_factory=str)
    week_start: WeekStart = Field(default_factory=lambda: "monday")
    date_order: DateOrder = Field(default_factory=lambda: "day-month")
    country: Country = Field(default_factory=str)
    language: Language = Field(default_factory=lambda: "en")
    morning: PartOfDay = Field(default_factory=lambda: PARTS_OF_DAY["morning"])
    afternoon: PartOfDay = Field(default_factory=lambda: PARTS_OF_DAY["afternoon"])
    evening: PartOfDay = Field(default_factory=lambda: PARTS_OF_DAY["evening"])
    night: PartOfDay = Field(default_factory=lambda: PARTS_OF_DAY["night"])
    fixed_times: FixedTimes = Field(default_factory=bool)

    def given(self) -> dict[str, Any]:
        """The preferences that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


@dataclass(frozen=True, slots=True)
class PreferencesView:
    """How the user reads and writes dates and times."""

    zone: Annotated[
        str | None,
        Field(
            description="The zone (IANA) they live in; null until it is known, which "
            "counts as UTC.",
            examples=["Europe/Berlin"],
        ),
    ]
    week_start: WeekStart
    date_order: DateOrder
    country: Country
    language: Annotated[str, *Language.__metadata__]
    morning: Annotated[str, *PartOfDay.__metadata__[1:]]
    afternoon: Annotated[str, *PartOfDay.__metadata__[1:]]
    evening: Annotated[str, *PartOfDay.__metadata__[1:]]
    night: Annotated[str, *PartOfDay.__metadata__[1:]]
    fixed_times: FixedTimes

    @classmethod
    def of(cls, row: AccountPreferences) -> "PreferencesView":
        parts = {
            name: (getattr(row, name) or usual).isoformat("minutes")
            for name, usual in PARTS_OF_DAY.items()
        }
        return cls(
            zone=row.zone,
            week_start=WEEKDAYS[row.week_start],
            date_order="day-month" if row.day_first else "month-day",
            country=row.country,
            language=row.language,
            fixed_times=row.fixed_times,
            **parts,
        )
