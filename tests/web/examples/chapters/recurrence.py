"""Ana waters the plants."""

from tests.web.examples.day import Day


async def tell(day: Day) -> None:
    await day.ask(
        "previewRepeat",
        "What a rule in words comes to.",
        sends={"repeat": "every other friday", "due": "2026-11-27"},
    )
    plants = await day.made(
        "addTodo",
        sends={
            "title": "Water the plants",
            "due": "2026-11-23",
            "repeat": "every 3 days",
        },
    )
    await day.ask(
        "completeTodo",
        "One that repeats moves on; said twice, it moves once.",
        todo_id=plants,
        due="2026-11-23",
    )
    await day.ask("listNextDates", "The next three.", todo_id=plants, number=3)
    await day.ask("skipTodo", "Not this time.", todo_id=plants)
    await day.ask("listOccurrences", "One done, one skipped.", todo_id=plants)
    await day.ask("endSeries", "The last time it is due.", todo_id=plants)
