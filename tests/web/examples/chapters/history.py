"""Ana's script looks at what was done, and takes it back."""

from tests.web.examples.day import Day


async def tell(day: Day) -> None:
    milk = await day.made("addTodo", sends={"title": "Buy milk"})
    await day.ask("changeTodo", todo_id=milk, sends={"priority": "p1"})
    latest = (await day.ask("listChanges", limit=1)).json()["latest"]
    await day.ask("completeTodo", todo_id=milk)
    changes = await day.ask("listChanges", "What came after a revision.", since=latest)
    batch = changes.json()["items"][0]["batch"]
    await day.ask("undo", "Take back one batch.", sends={"batch": batch})
    await day.ask("undo", "Take back the latest two steps.", sends={"steps": 2})
    await _in_the_way(day)


async def _in_the_way(day: Day) -> None:
    bread = await day.made("addTodo", sends={"title": "Buy bread"})
    await day.ask("changeTodo", todo_id=bread, sends={"title": "Buy rye bread"})
    older = (await day.ask("listChanges", limit=1)).json()["items"][0]["batch"]
    await day.ask("changeTodo", todo_id=bread, sends={"title": "Bake bread"})
    await day.ask(
        "undo",
        "Something newer stands on it: undo that first.",
        sends={"batch": older},
        status=409,
    )
