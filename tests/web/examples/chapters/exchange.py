"""Ana brings her todos, and takes them along."""

import asyncio

from taskpal.todos.exchange import running
from tests.web.examples.day import Day

CHECKLIST = """\
# Groceries

- [ ] Buy milk
- [x] Buy bread
"""
MARKDOWN = {"Content-Type": "text/markdown"}


async def tell(day: Day) -> None:
    read = await day.ask(
        "readImport",
        "A checklist in Markdown: what is in it.",
        sends=CHECKLIST,
        headers=MARKDOWN,
    )
    import_id = read.json()["id"]
    await day.ask("listImports", "The one that was read.")
    await day.ask("startImport", "Make what is in it.", import_id=import_id)
    await asyncio.gather(*running._going)
    await day.ask("getImport", "All of it is made.", import_id=import_id)
    await day.ask("exportTodos", "As a checklist.", format="markdown")
    again = await day.made("readImport", sends=CHECKLIST, headers=MARKDOWN)
    await day.ask("forgetImport", "It was not meant.", import_id=again)
