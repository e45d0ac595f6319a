"""What TaskPal changes in the front end that Reflex builds."""

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
    """Our own scripts are in the bundle: the copies beside it are not needed."""

    def post_build(self, **context: Any) -> None:
        """Drop what Reflex copies from assets/ along with everything else there."""
        for source in context["static_dir"].glob("*.js*"):
            source.unlink()


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
