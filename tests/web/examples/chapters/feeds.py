"""Ana shows her todos to a calendar."""

from tests.web.examples.day import Day


async def tell(day: Day) -> None:
    feed = await day.made(
        "addFeed", "The address is shown this once.", sends={"name": "My todos"}
    )
    await day.ask("listFeeds", "All feeds, without their addresses.")
    await day.ask("getFeed", "One of them.", feed_id=feed)
    await day.ask("removeFeed", "The address leads nowhere now.", feed_id=feed)
