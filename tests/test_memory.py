import gc

from taskpal import memory


async def test_what_was_there_at_the_start_is_left_alone_while_the_app_runs() -> None:
    before = gc.get_threshold()

    async with memory.settled():
        assert gc.get_freeze_count() > 1000
        assert gc.get_threshold()[0] == memory.NEW_OBJECTS

    assert gc.get_freeze_count() == 0
    assert gc.get_threshold() == before
