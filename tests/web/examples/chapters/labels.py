"""Ana labels what she has to do."""

from tests.web.examples.day import Day


async def tell(day: Day) -> None:
    errands = await day.made(
        "addLabel", "A label in amber.", sends={"name": "errands", "colour": "amber"}
    )
    waiting = await day.made("addLabel", sends={"name": "waiting"})
    await day.ask("addTodo", sends={"title": "Buy milk", "labels": ["errands"]})
    await day.ask(
        "addLabel",
        "There is one of this name.",
        sends={"name": "Errands"},
        status=409,
    )
    await day.ask("listLabels", "All labels.")
    await day.ask("getLabel", "A label, with its version.", label_id=errands)
    await day.ask(
        "changeLabel", "Another name.", label_id=errands, sends={"name": "shops"}
    )
    await day.ask(
        "moveLabel", "Waiting comes first.", label_id=waiting, sends={"before": errands}
    )
    await day.ask("deleteLabel", "One todo carried it.", label_id=errands)
