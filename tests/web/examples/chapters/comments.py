"""Ana's script says something about a todo."""

from tests.web.examples.day import Day


async def tell(day: Day) -> None:
    milk = await day.made("addTodo", sends={"title": "Buy milk"})
    comment = await day.made(
        "addComment",
        "In Markdown.",
        sends={"todo": milk, "text": "The shop has **no** oat milk today."},
    )
    await day.ask("listComments", "What was said about a todo.", todo=milk)
    await day.ask("getComment", "A comment, with its version.", comment_id=comment)
    await day.ask(
        "changeComment",
        "It has some now.",
        comment_id=comment,
        sends={"text": "The shop has oat milk again."},
    )
    await day.ask("deleteComment", "To the trash.", comment_id=comment)
    await day.ask("restoreComment", "And back.", comment_id=comment)
