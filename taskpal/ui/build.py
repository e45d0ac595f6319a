"""What TaskPal changes in the front end that Reflex builds."""

import re
from pathlib import Path
from typing import Any

from reflex.plugins import Plugin

_BAKED_IN = "const endpoint = new URL(url_str);"
_SAME_ORIGIN = (
    _BAKED_IN
    + """
  if (typeof window !== "undefined") {
    return new URL(endpoint.pathname, window.location.origin);
  }"""
)


class SameOrigin(Plugin):
    """The browser talks to whichever host, port and scheme the page came from.

    Reflex bakes `api_url` into the JavaScript; a built TaskPal must work behind any
    address without a rebuild.
    """

    def pre_compile(self, **context: Any) -> None:
        """Have the build change the one function that makes every address."""
        context["add_modify_task"]("utils/state.js", talk_to_own_origin)


class WithoutSources(Plugin):
    """What is for people to read stays at home."""

    def post_build(self, **context: Any) -> None:
        """Drop copies of scripts that are in the bundle; strip the stylesheet.

        Those in assets/plain/ are for the plain pages, and stay.
        """
        built: Path = context["static_dir"]
        for source in built.glob("*.js*"):
            source.unlink()
        stylesheet = built / "taskpal.css"
        stylesheet.write_text(stripped(stylesheet.read_text()))


def stripped(stylesheet: str) -> str:
    """A stylesheet without its comments and indentation."""
    without_comments = re.sub(r"/\*.*?\*/", "", stylesheet, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", without_comments).strip()


def talk_to_own_origin(state_js: str) -> str:
    """Reflex's `state.js`, with addresses made from the page's own origin.

    Raises:
        ValueError: this version of Reflex makes its addresses another way.
    """
    if _SAME_ORIGIN in state_js:
        return state_js
    if state_js.count(_BAKED_IN) != 1:
        raise ValueError("Reflex's state.js no longer makes its addresses as in 0.10.1")
    return state_js.replace(_BAKED_IN, _SAME_ORIGIN)
