"""Who ana is, and how she reads dates."""

from tests.web.examples.day import Day


async def tell(day: Day) -> None:
    await day.ask("getMe", "Whose token it is.")
    await day.ask(
        "changePreferences",
        "The zone decides what today is.",
        sends={"zone": "Europe/Berlin", "country": "DE"},
    )
    await day.ask("getPreferences", "As they are now.")
