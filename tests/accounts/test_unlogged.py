"""What the log never holds."""

import logging

import pytest
from reflex.event import Event
from reflex_base.event.processor import event_processor

from taskpal.accounts import cookies, unlogged
from taskpal.accounts.unlogged import keep_cookies_unlogged


@pytest.mark.parametrize("prefix", ["", "__Host-"])
def test_an_event_that_reflex_logs_has_no_cookies_in_it(
    prefix: str, caplog: pytest.LogCaptureFixture
) -> None:
    token, name = "a-secret-token" * 4, f"{prefix}{cookies.session_cookie()}"
    headers = {"cookie": f"a=b; {name}={token}; taskpal_known={token}", "host": "x"}
    event = Event(name="of.yesterday", router_data={"headers": headers})

    keep_cookies_unlogged()
    with caplog.at_level(logging.WARNING):
        event_processor.logger.error(f"Error processing {event} 100 %")

    assert "of.yesterday" in caplog.text
    assert token not in caplog.text


def test_an_event_nobody_knows_leaves_one_line_without_what_was_typed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    event = Event(name="of.yesterday\n", payload={"title": "A secret plan"})

    keep_cookies_unlogged()
    event_processor.logger.error(
        f"Error processing event queue entry for {event} [txid=1]:",
        exc_info=KeyError(event.name),
    )

    assert len(caplog.text.splitlines()) == 1
    assert "of.yesterday" in caplog.text
    assert "A secret plan" not in caplog.text


@pytest.mark.parametrize("logger", unlogged.LOUD, ids=lambda logger: logger.name)
@pytest.mark.parametrize(
    "line",
    [
        "Received event data as a string. Event data: A secret plan",
        "Error transforming event payload for handler TodosState.sync: Error "
        "transforming event argument 'revision' with value 'A secret plan'",
        "Something went wrong\n" + "x" * 10_000,
    ],
)
def test_what_made_no_sense_leaves_one_short_line_without_what_was_sent(
    logger: logging.Logger, line: str, caplog: pytest.LogCaptureFixture
) -> None:
    keep_cookies_unlogged()

    logger.error(line, exc_info=ValueError("A secret plan"))

    assert len(caplog.text.splitlines()) == 1
    assert len(caplog.text) < 500
    assert "A secret plan" not in caplog.text


def test_a_mistake_of_ours_keeps_its_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    keep_cookies_unlogged()
    with pytest.raises(AttributeError) as mistake:
        cookies.session_token(7)  # type: ignore[arg-type]

    event_processor.logger.error("Failed", exc_info=mistake.value)

    assert "Traceback" in caplog.text
