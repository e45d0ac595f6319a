"""What ana's script is told when something is wrong."""

from tests.web.examples.day import Day

NOBODY = "h4n8rtw2kc6d"


async def tell(day: Day) -> None:
    milk = await day.made("addTodo", sends={"title": "Buy milk"})
    await day.ask("listTodos", "There is no token.", token="", status=401)
    await day.ask("getTodo", "There is no such todo.", todo_id=NOBODY, status=404)
    await day.ask(
        "addTodo",
        "Two fields are wrong.",
        sends={"title": " ", "due": "tomorrow"},
        status=422,
    )
    old = (await day.ask("getTodo", todo_id=milk)).headers["ETag"]
    await day.ask("changeTodo", todo_id=milk, sends={"priority": "p2"})
    await day.ask(
        "changeTodo",
        "Somebody was faster.",
        todo_id=milk,
        sends={"title": "Buy oat milk"},
        headers={"If-Match": old},
        status=412,
    )
