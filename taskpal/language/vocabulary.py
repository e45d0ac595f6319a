"""The words that stand for numbers, days, months and units, with their short forms."""

from typing import Final

WEEKDAYS: Final = {
    name: day
    for day, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed weds",
            "thursday thu thur thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
PLURAL_WEEKDAYS: Final = {
    f"{name}s": day for name, day in WEEKDAYS.items() if name.endswith("day")
}
MONTHS: Final = {
    name: month
    for month, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_TO_TWELVE = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
HOURS: Final = {name: number for number, name in enumerate(_TO_TWELVE, 1)}
_ALSO = {"a": 1, "an": 1, "couple": 2, "fourteen": 14, "fifteen": 15, "twenty": 20}
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
NUMBERS: Final = HOURS | _ALSO | _TENS
ORDINALS: Final = {
    name: number
    for number, names in enumerate(
        (
            "first 1st",
            "second 2nd",
            "third 3rd",
            "fourth 4th",
            "fifth 5th",
        ),
        1,
    )
    for name in names.split()
}
UNITS: Final = {
    name: unit
    for unit, names in {
        "hour": "hour hours hr hrs h",
        "minute": "minute minutes min mins m",
        "day": "day days d",
        "week": "week weeks wk wks w",
        "month": "month months mo",
        "year": "year years yr yrs y",
    }.items()
    for name in names.split()
}
ARTICLES: Final = frozenset(
    {"the", "a", "an", "my", "our", "your", "his", "her", "its", "it's", "their"}
    | {"this", "that", "these", "those", "every", "each", "no"}
)
"""After one of these a "march", a "sun" or a "today" is a thing, not a date."""

LEANING: Final = frozenset(
    {"for", "of", "to", "at", "about", "from", "with", "like", "vs", "versus"}
    | {"and", "or", "&", "until", "till", "since", "between", "after"}
    | {"next", "last", "past", "first", "other", "early", "late"}
    | {"happy", "merry", "except", "excluding", "without", "but"}
    | {"mr", "mrs", "ms", "miss", "dr", "prof", "st"}
)
"""Leans on the next word: in "look at sun", "monday or tuesday" and "Dr. Sun" it is
none of ours."""

COUNTED: Final = frozenset(
    {"chapter", "section", "version", "part", "step", "page", "figure", "paragraph"}
    | {"room", "row", "line", "track", "gate", "route", "no", "number", "ratio"}
    | {"build", "release", "level", "unit", "lesson", "exercise", "verse", "psalm"}
    | {"flat", "apartment", "apt", "suite", "seat", "platform", "terminal"}
)
"""After one of these a "1.2." or a "12:30" is its number."""

NAMED_DAYS: Final = frozenset(
    {"good", "black", "easter", "ash", "palm", "cyber", "holy", "maundy", "shrove"}
    | {"whit", "casual", "super", "bowl", "pentecost", "giving", "fat", "bloody"}
    | {"blue", "ruby", "freaky", "manic", "stormy", "throwback", "taco", "sheffield"}
)
"""Before a weekday they make a name of it: "Black Friday" is no friday like others."""

NAMED_PEOPLE: Final = frozenset({"jan", "april", "may", "june", "august"})
PEOPLE_FOLLOW: Final = frozenset(
    {"call", "phone", "ring", "text", "email", "mail", "ask", "tell", "meet", "see"}
    | {"visit", "invite", "thank", "remind", "pay", "help", "marry", "congratulate"}
)
"""In "call April" the month is somebody."""

FESTIVE: Final = frozenset(
    {"christmas", "xmas", "easter", "eve", "nye", "thanksgiving", "halloween", "eid"}
    | {"valentine's", "valentines", "holy", "ash", "shrove", "maundy"}
    | {"whit", "palm", "bank", "pentecost", "epiphany", "carnival", "ascension"}
    | {"corpus", "nowruz", "ramadan", "ashura", "diwali", "holi", "dussehra", "onam"}
    | {"pongal", "hanukkah", "passover", "pesach", "sukkot", "purim", "shavuot"}
    | {"rosh", "yom", "vesak", "chuseok", "seollal", "obon", "lunar", "matariki"}
    | {"juneteenth", "kwanzaa", "midsummer", "candlemas", "birthday", "festival"}
    | {"anniversary", "feast", "independence", "assumption", "patrick's", "patricks"}
)
"""A name of a holiday has one of these in it, a "day" or one of the pairs."""

FESTIVE_PAIRS: Final = frozenset(
    {("new", year) for year in ("year", "years", "year's", "year’s")}  # noqa: RUF001
    | {("good", "friday")}
)

NO_HOLIDAY: Final = frozenset(
    {"every", "each", "ev", "a", "the", "one", "single", "other", "any", "all", "this"}
    | {"last", "next", "per", "same", "business", "working", "work", "whole", "of"}
    | {"first", "second", "third", "1st", "2nd", "3rd", "every!", "ev!", "1", "my"}
)
"""Before "day" these make no holiday of it."""

SHORTENED: Final = frozenset(
    {"am", "pm", "mr", "mrs", "ms", "dr", "prof", "st"}
    | {name for name in (*WEEKDAYS, *MONTHS) if len(name) <= len("thurs")}
)
"""A dot behind one of these ends no sentence."""
