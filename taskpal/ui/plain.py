"""Plain server pages in TaskPal's look: none needs a script, so any browser will do.

Sign-in, consent and the other pages where a person decides something are written with
these. A refusal on such a page is a page too: give its router `route_class=PlainRoute`.
"""

from collections.abc import Callable, Coroutine, Mapping
from functools import cache
from hashlib import sha256
from typing import Any

import htpy as h
from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from taskpal.errors import TaskPalError
from taskpal.settings import PROJECT

# form-action is left out on purpose: browsers apply it to redirects as well, and both
# signing in and consenting may end at the address of the app that asked.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
WITH_SCRIPT = f"{POLICY}; script-src 'self'"
SHOWN = ["GET", "HEAD"]  # the methods of a route that shows a page
HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}


def page(
    title: str,
    *children: h.Node,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    look: str = "card",
    script: str = "",
) -> HTMLResponse:
    """A whole page. `look` is "card" (a form), "prose" (to read) or "welcome".

    `script` is one in assets/ that the page can do without.
    """
    document = h.html(lang="en")[
        h.head[
            h.meta(charset="utf-8"),
            h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="color-scheme", content="light dark"),
            h.title[title if title == "TaskPal" else f"{title} · TaskPal"],
            h.link(rel="icon", href="/favicon.ico", sizes="32x32"),
            h.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
            h.link(rel="apple-touch-icon", href="/apple-touch-icon.png"),
            h.link(rel="stylesheet", href=stylesheet()),
            script and h.script(src=_versioned(script), defer=True),
        ],
        h.body(class_=f"plain {look}")[
            h.header(class_="plain-head")[h.a(class_="brand", href="/")[brand()]],
            h.main(class_="plain-main")[children],
            h.footer(class_="plain-foot")[
                h.a(href="/privacy")["Privacy"], h.a(href="/terms")["Terms"]
            ],
        ],
    ]
    allowed = {"Content-Security-Policy": WITH_SCRIPT} if script else {}
    return HTMLResponse(str(document), status, HEADERS | allowed | dict(headers or {}))


def problem_page(
    title: str,
    sentence: str,
    status: int,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """What a person sees when something cannot be done: what it is, and a way on."""
    return page(
        title,
        h.h1[title],
        h.p(class_="lead")[sentence],
        h.p[h.a(href="/")["Back to TaskPal"]],
        status=status,
        headers=headers,
    )


class PlainRoute(APIRoute):
    """A route for people: whatever it refuses is shown as a page, not as JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_for_people(request: Request) -> Response:
            try:
                return await handle(request)
            except TaskPalError as error:
                return problem_page(
                    "That did not work", error.message, error.status, error.headers
                )

        return handle_for_people


def form(action: str, csrf: str, *children: h.Node) -> h.Element:
    """A form that posts, with the token that proves this page was ours."""
    return h.form(class_="form", method="post", action=action)[
        hidden("csrf", csrf), children
    ]


def hidden(name: str, value: str) -> h.VoidElement:
    """A value that travels with the form, unseen."""
    return h.input(type="hidden", name=name, value=value)


def field(  # noqa: PLR0913
    name: str,
    label: str,
    *,
    kind: str = "text",
    value: str = "",
    hint: str = "",
    problem: str = "",
    **attributes: Any,
) -> h.Element:
    """A labelled input; what is wrong with it stands beside it and is read out."""
    hint = "" if problem else hint
    notes = {f"{name}-problem": problem, f"{name}-hint": hint}
    described = [note for note, sentence in notes.items() if sentence]
    return h.div(class_=["field", {"wrong": bool(problem)}])[
        h.label(for_=name)[label],
        hint and h.p(class_="hint", id=f"{name}-hint")[hint],
        h.input(
            id=name,
            name=name,
            type=kind,
            value=value or None,
            aria_describedby=" ".join(described) or None,
            aria_invalid="true" if problem else None,
            **attributes,
        ),
        problem and h.p(class_="problem", id=f"{name}-problem")[problem],
    ]


def button(label: str, *, kind: str = "primary", **attributes: Any) -> h.Element:
    """A button that sends its form. `kind` is "primary", "quiet" or "danger"."""
    return h.button(class_=f"button {kind}", type="submit", **attributes)[label]


def link_button(label: str, href: str, *, kind: str = "primary") -> h.Element:
    """A link that looks like a button: it goes somewhere and changes nothing."""
    return h.a(class_=f"button {kind}", href=href)[label]


def alert(*sentence: h.Node) -> h.Element:
    """What went wrong, above a form; screen readers say it first."""
    return h.div(class_="alert", role="alert")[h.p[sentence]]


def brand() -> h.Fragment:
    """The mark and the name."""
    return h.fragment[mark(), h.span(class_="brand-name")["TaskPal"]]


def mark() -> h.Element:
    """TaskPal's mark, coloured by the stylesheet: a checkmark that is being said."""
    return h.svg(
        class_="mark", viewBox="0 0 32 32", width="28", height="28", aria_hidden="true"
    )[
        h.path(class_="mark-ground", d=MARK_GROUND),
        h.path(class_="mark-check", d=MARK_CHECK),
    ]


MARK_GROUND = (
    "M10 3h12a7 7 0 0 1 7 7v9a7 7 0 0 1-7 7h-7.6l-5.1 4.1"
    "A1.4 1.4 0 0 1 7 29v-3.7A7 7 0 0 1 3 19v-9a7 7 0 0 1 7-7Z"
)
MARK_CHECK = "m10.2 14.8 4.1 4.1 7.9-8.3"


def stylesheet() -> str:
    """The stylesheet's address, which changes whenever the stylesheet does."""
    return _versioned("taskpal.css")


@cache
def _versioned(name: str) -> str:
    content = (PROJECT / "assets" / name).read_bytes()
    return f"/{name}?v={sha256(content).hexdigest()[:12]}"
