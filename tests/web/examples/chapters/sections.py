"""Ana divides a list."""

from tests.web.examples.day import Day


async def tell(day: Day) -> None:
    home = await day.made("addList", sends={"name": "Home"})
    later = await day.made(
        "addSection", "A part of a list.", sends={"name": "Later", "list": home}
    )
    soon = await day.made("addSection", sends={"name": "Soon", "list": home})
    await day.ask("addTodo", sends={"title": "Fix the tap", "section": soon})
    await day.ask("listSections", "The sections of a list.", list=home)
    await day.ask("getSection", "A section, with its version.", section_id=soon)
    await day.ask(
        "changeSection", "Another name.", section_id=soon, sends={"name": "This week"}
    )
    await day.ask(
        "moveSection", "Before Later.", section_id=soon, sends={"before": later}
    )
    await day.ask("getSectionContents", "What would go along.", section_id=soon)
    await day.ask("deleteSection", "What went along.", section_id=soon)
    await day.ask("restoreSection", "All of it is back.", section_id=soon)
