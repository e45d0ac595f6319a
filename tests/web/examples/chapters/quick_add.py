"""Ana types lines."""

from tests.web.examples.day import Day

RENT = "Pay rent every 1st at 9am @money p1 for 10min // by transfer"


async def tell(day: Day) -> None:
    await day.ask(
        "quickAdd",
        "How a line is understood, without adding it.",
        sends={"text": RENT, "preview": True},
    )
    await day.ask(
        "quickAdd",
        "Two lines, of which the second is a subtask.",
        sends={"text": "Plan the party on friday\n  Bake a cake p2"},
    )
