"""Ana's script keeps her todos."""

from tests.web.examples.day import Day


async def tell(day: Day) -> None:
    milk = await day.made(
        "addTodo",
        "Only the title is needed.",
        sends={"title": "Buy milk"},
    )
    rent = await day.made(
        "addTodo",
        "All that can be said of a todo, once however often it is sent.",
        sends={
            "title": "Pay the rent",
            "description": "From the *joint* account.",
            "priority": "p1",
            "due": "2026-12-01",
            "due_time": "09:00",
            "deadline": "2026-12-03",
            "duration_minutes": 10,
            "labels": ["money"],
            "repeat": "every month",
        },
        headers={"Idempotency-Key": "9f6c1b0e-7d0a-4a51"},
    )
    await _read(day, milk)
    await _change(day, milk)
    await _order(day, milk, rent)
    await _finish(day, milk)


async def _read(day: Day, milk: str) -> None:
    await day.ask("listTodos", "The one that is due first.", sort="due", limit=1)
    await day.ask("listTodos", "What a filter finds.", filter="p1 & @money")
    found = await day.ask("getTodo", "A todo, with its version.", todo_id=milk)
    await day.ask(
        "getTodo",
        "It has not changed since.",
        todo_id=milk,
        headers={"If-None-Match": found.headers["ETag"]},
        status=304,
    )


async def _change(day: Day, milk: str) -> None:
    await day.ask(
        "changeTodo",
        "It is due on Friday, and needs to be oat milk.",
        todo_id=milk,
        sends={"due": "2026-11-27", "description": "Oat milk, two cartons."},
    )
    await day.ask(
        "replaceTodo",
        "What is not said is not so: it is due no longer.",
        todo_id=milk,
        sends={"title": "Buy oat milk", "labels": ["errands"]},
    )


async def _order(day: Day, milk: str, rent: str) -> None:
    await day.ask(
        "moveTodo",
        "Milk comes right after the rent.",
        todo_id=milk,
        sends={"after": rent},
    )


async def _finish(day: Day, milk: str) -> None:
    await day.ask("completeTodo", "It is done.", todo_id=milk)
    await day.ask("reopenTodo", "It is not done after all.", todo_id=milk)
    await day.ask("deleteTodo", "To the trash.", todo_id=milk)
    await day.ask("restoreTodo", "And back.", todo_id=milk)
