"""Announcements between processes, over a real Redis server."""

import asyncio
import subprocess
import sys
import time

import pytest
import redis

from taskpal import live, relay
from taskpal.relay import CHANNEL
from taskpal.settings import PROJECT

pytestmark = pytest.mark.services


class Ears:
    """What one worker hears of the others."""

    def __init__(self) -> None:
        self.heard: list[live.Announcement] = []
        self.started = asyncio.Event()

    def hear(self, news: live.Announcement) -> None:
        self.heard.append(news)

    def lost(self) -> None:
        self.started.set()

    async def wait_for(self, number: int) -> list[live.Announcement]:
        async with asyncio.timeout(5):
            while len(self.heard) < number:
                await asyncio.sleep(0.005)
        return self.heard


async def test_what_another_process_announces_is_heard(redis_url: str) -> None:
    ears = Ears()
    said = [live.Changed("ana", 7), live.SignedOut("ana", None)]

    async with relay.between_workers(redis_url, ears.hear, ears.lost):
        await ears.started.wait()
        await asyncio.to_thread(_announce_in_another_process, redis_url)
        heard = await ears.wait_for(2)

    assert heard == said


def _announce_in_another_process(redis_url: str) -> None:
    script = (
        "import sys; from taskpal import live, relay;"
        "relay.tell_the_server(sys.argv[1]);"
        "live.announce([live.Changed('ana', 7), live.SignedOut('ana', None)])"
    )
    command = [sys.executable, "-c", script, redis_url]
    subprocess.run(command, check=True, cwd=PROJECT)


async def test_a_worker_does_not_hear_itself(redis_url: str) -> None:
    ears = Ears()

    async with relay.between_workers(redis_url, ears.hear, ears.lost):
        await ears.started.wait()
        await asyncio.to_thread(live.announce, [live.Changed("ana", 7)])
        redis.Redis.from_url(redis_url).publish(
            CHANNEL, '["elsewhere", "changed", "ben", 1]'
        )
        heard = await ears.wait_for(1)

    assert heard == [live.Changed("ben", 1)]


async def test_nonsense_on_the_channel_is_passed_over(redis_url: str) -> None:
    ears = Ears()

    async with relay.between_workers(redis_url, ears.hear, ears.lost):
        await ears.started.wait()
        server = redis.Redis.from_url(redis_url)
        for nonsense in (
            *("", "{", "[1]", "5", "null", '["elsewhere", "changed", "ben", "1"]'),
            *('["elsewhere", "changed", 5, 1]', '["elsewhere", "moved", "ben", null]'),
            '["elsewhere", "changed", "ben", 1]',
        ):
            server.publish(CHANNEL, nonsense)
        heard = await ears.wait_for(1)

    assert heard == [live.Changed("ben", 1)]


async def test_a_cut_connection_is_made_again_and_reported(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "RECONNECT_AFTER", 0.01)
    ears = Ears()
    server = redis.Redis.from_url(redis_url)

    async with relay.between_workers(redis_url, ears.hear, ears.lost):
        await ears.started.wait()
        ears.started.clear()
        server.client_kill_filter(_type="pubsub")
        async with asyncio.timeout(5):
            await ears.started.wait()
        server.publish(CHANNEL, '["elsewhere", "changed", "ben", 1]')
        heard = await ears.wait_for(1)

    assert heard == [live.Changed("ben", 1)]


def test_a_server_that_is_away_does_not_stop_a_command() -> None:
    stop = relay.tell_the_server("redis://127.0.0.1:1/0")

    start = time.monotonic()
    live.announce([live.Changed("ana", 7)])

    stop()
    assert time.monotonic() - start < 5
