"""What is changed in Reflex's own files, and that there is something to change."""

from pathlib import Path

import pytest
import reflex_base

from taskpal.ui.build import WithoutSources, stripped, talk_to_own_origin

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


def test_a_stylesheet_is_served_without_what_only_people_read() -> None:
    source = "/* Rows:\n   each */\n.row,\n.todo {\n  margin: calc(1px + 2px);\n}\n"

    assert stripped(source) == ".row,\n.todo {\nmargin: calc(1px + 2px);\n}"


def test_our_scripts_are_served_in_the_bundle_only(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "app-Abc123.js").write_text("")
    (tmp_path / "todo_list.jsx").write_text("")
    (tmp_path / "todo_store.js").write_text("")
    (tmp_path / "taskpal.css").write_text("")

    WithoutSources().post_build(static_dir=tmp_path)

    kept = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert kept == {"app-Abc123.js", "taskpal.css"}
