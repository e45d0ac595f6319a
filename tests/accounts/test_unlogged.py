"""What the log never holds."""

import logging

import pytest
from reflex.event import Event
from reflex_base.event.processor import event_processor

from taskpal.accounts import cookies
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
