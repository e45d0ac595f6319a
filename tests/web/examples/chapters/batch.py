"""Ana plans a trip in one go."""

from tests.web.examples.day import Day

TRIP = [
    {"operation": "addList", "ref": "trip", "body": {"name": "Trip to Lisbon"}},
    {"operation": "addTodo", "body": {"title": "Book a train", "list": "$trip"}},
]


async def tell(day: Day) -> None:
    milk = await day.made("addTodo", sends={"title": "Buy milk"})
    await day.ask(
        "batch",
        "A list, and a todo in it: both or neither.",
        sends={"operations": TRIP},
    )
    gone = {"operation": "completeTodo", "id": "h4n8rtw2kc6d"}
    await day.ask(
        "batch",
        "Each by itself: one is done, the other refused.",
        sends={
            "operations": [{"operation": "completeTodo", "id": milk}, gone],
            "atomic": False,
        },
    )
