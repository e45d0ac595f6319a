"""Ana looks for what she wrote down."""

from tests.web.examples.day import Day


async def tell(day: Day) -> None:
    await day.ask("addTodo", sends={"title": "Call the dentist", "due": "2026-11-24"})
    bread = await day.made("addTodo", sends={"title": "Buy bread"})
    said = "Near the dentist, on the way back."
    await day.ask("addComment", sends={"todo": bread, "text": said})
    await day.ask("search", "In a title, and in a comment.", query="dentist")
