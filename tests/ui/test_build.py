"""What is changed in Reflex's own files, and that there is something to change."""

from pathlib import Path

import pytest
import reflex_base

from taskpal.ui.build import talk_to_own_origin

STATE_JS = (
    Path(reflex_base.__file__).parent / ".templates" / "web" / "utils" / "state.js"
)


def test_the_browser_talks_to_where_the_page_came_from() -> None:
    changed = talk_to_own_origin(STATE_JS.read_text())

    function = changed[changed.index("export const getBackendURL") :]
    assert "window.location.origin" in function[: function.index("\n};")]


def test_changing_it_twice_changes_it_once() -> None:
    once = talk_to_own_origin(STATE_JS.read_text())

    assert talk_to_own_origin(once) == once


def test_another_reflex_is_noticed_at_build_time() -> None:
    with pytest.raises(ValueError, match=r"state\.js"):
        talk_to_own_origin("const endpoint = somewhere();")
