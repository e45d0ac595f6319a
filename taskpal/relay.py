"""Carries live announcements between TaskPal's processes, over Redis."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

import redis
from redis.asyncio import Redis

from taskpal import live

CHANNEL = "taskpal:live"
RECONNECT_AFTER = 0.5  # seconds

log = logging.getLogger(__name__)


@asynccontextmanager
async def between_workers(
    url: str, hear: Callable[[live.Announcement], None], lost: Callable[[], None]
) -> AsyncIterator[None]:
    """Tell the others what is announced here, and `hear` what they announce.

    `lost` is called when something may have been missed: the connection was cut.
    """
    loop = asyncio.get_running_loop()
    own = uuid4().hex  # made here, as workers are forked from one process
    outbox: asyncio.Queue[str] = asyncio.Queue()
    server = Redis.from_url(url, health_check_interval=15)
    stop = live.listen(
        lambda news: loop.call_soon_threadsafe(outbox.put_nowait, _written(own, news))
    )
    tasks = [
        asyncio.create_task(_tell(server, outbox)),
        asyncio.create_task(_listen(server, own, hear, lost)),
    ]
    try:
        yield
    finally:
        stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.aclose()


def tell_the_server(url: str) -> Callable[[], None]:
    """For a command that writes while a server runs: tell it; returns how to stop."""
    server = redis.Redis.from_url(url)

    def tell(news: live.Announcement) -> None:
        with suppress(redis.RedisError):
            server.publish(CHANNEL, _written("", news))

    return live.listen(tell)


async def _tell(server: Redis, outbox: asyncio.Queue[str]) -> None:
    while True:
        message = await outbox.get()
        try:
            await server.publish(CHANNEL, message)
        except (redis.RedisError, OSError):
            log.warning("Other workers were not told of a change: Redis is away.")


async def _listen(
    server: Redis,
    own: str,
    hear: Callable[[live.Announcement], None],
    lost: Callable[[], None],
) -> None:
    while True:
        try:
            async with server.pubsub() as channel:
                await channel.subscribe(CHANNEL)
                lost()
                async for message in channel.listen():
                    if message["type"] == "message" and (news := _read(own, message)):
                        hear(news)
        except (redis.RedisError, OSError):
            log.warning("Redis is away: trying again.")
        await asyncio.sleep(RECONNECT_AFTER)


def _written(whose: str, news: live.Announcement) -> str:
    match news:
        case live.Changed(owner_id, revision):
            return json.dumps([whose, "changed", owner_id, revision])
        case live.SignedOut(owner_id, session_id):
            return json.dumps([whose, "signed out", owner_id, session_id])


def _read(own: str, message: dict[str, bytes]) -> live.Announcement | None:
    """What another process announced; None for our own words, or for nonsense."""
    try:
        words = json.loads(message["data"])
    except ValueError:
        return None
    match words:
        case [whose, *_] if whose == own:
            return None
        case [_, "changed", str(owner_id), int(revision)]:
            return live.Changed(owner_id, revision)
        case [_, "signed out", str(owner_id), str() | None as session_id]:
            return live.SignedOut(owner_id, session_id)
        case _:
            return None
