"""Ana keeps her todos in lists."""

from tests.web.examples.day import Day


async def tell(day: Day) -> None:
    home = await day.made(
        "addList", "A list in teal.", sends={"name": "Home", "colour": "teal"}
    )
    garden = await day.made("addList", sends={"name": "Garden", "parent": home})
    await day.ask("addTodo", sends={"title": "Rake the leaves", "list": garden})
    await day.ask("listLists", "The Inbox, and one list inside another.")
    await day.ask("getList", "A list, with its version.", list_id=home)
    await day.ask("changeList", "Another name.", list_id=home, sends={"name": "House"})
    await day.ask(
        "moveList", "To the top, before House.", list_id=garden, sends={"before": home}
    )
    await day.ask("archiveList", "Until spring.", list_id=garden)
    await day.ask("unarchiveList", "Spring is here.", list_id=garden)
    await day.ask("getListContents", "What would go along.", list_id=garden)
    await day.ask("deleteList", "What went along.", list_id=garden)
    await day.ask("restoreList", "All of it is back.", list_id=garden)
