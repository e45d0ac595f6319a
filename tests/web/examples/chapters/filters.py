"""Ana keeps what she looks for."""

from tests.web.examples.day import Day


async def tell(day: Day) -> None:
    await day.ask("addTodo", sends={"title": "Pay the rent", "due": "2026-11-23"})
    urgent = await day.made(
        "addFilter",
        "What is due, and what is urgent.",
        sends={"name": "Now", "query": "today | overdue | p1"},
    )
    waiting = await day.made(
        "addFilter", sends={"name": "Waiting", "query": "@waiting"}
    )
    await day.ask("listFilters", "All saved filters.")
    await day.ask("getFilter", "A filter, with its version.", filter_id=urgent)
    await day.ask("listFilterTodos", "What it finds now.", filter_id=urgent)
    await day.ask(
        "changeFilter",
        "Another name and another colour.",
        filter_id=urgent,
        sends={"name": "Today", "colour": "red"},
    )
    await day.ask(
        "moveFilter",
        "Waiting comes first.",
        filter_id=waiting,
        sends={"before": urgent},
    )
    await day.ask("deleteFilter", "To the trash.", filter_id=waiting)
    await day.ask("restoreFilter", "And back.", filter_id=waiting)
    await day.ask(
        "addFilter",
        "A bracket is missing: the sentence says where.",
        sends={"name": "Work", "query": "(p1 | p2 & @work"},
        status=422,
    )
