"""The pages where a person decides whether an app may act for them."""

import htpy as h
from fastapi.responses import HTMLResponse

from taskpal.oauth.consent import Ask, Refused
from taskpal.ui import plain


def consent_page(ask: Ask, email: str, csrf: str) -> HTMLResponse:
    """Who asks, for what, where it leads, and how to end it later."""
    return plain.page(
        f"Connect {ask.client_name}",
        h.h1["Connect ", ask.client_name, "?"],
        _badge(ask),
        h.p(class_="lead")[
            "You are signed in as ", h.strong[email], ". If you allow it, the app can:"
        ],
        h.ul(class_="grants")[(h.li[tick(), does] for does in ask.scopes)],
        _destination(ask),
        plain.form(
            "/oauth/consent",
            csrf,
            plain.hidden("request", ask.request_id),
            h.div(class_="answers")[
                plain.button("Deny", kind="quiet", name="decision", value="deny"),
                plain.button("Allow", name="decision", value="allow"),
            ],
        ),
        h.p(class_="hint")[
            "It never learns your password. You can end this whenever you like, under ",
            h.a(href="/connections", target="_blank", rel="noopener")["Connections"],
            ".",
        ],
        look="card asking",
    )


def refusal_page(refused: Refused) -> HTMLResponse:
    """Why nobody is sent anywhere, and what would help."""
    return plain.page(
        refused.title,
        h.h1[refused.title],
        h.p(class_="lead")[refused.sentence],
        refused.detail and h.p(class_="address")[h.code[refused.detail]],
        _next_step(refused),
        status=400,
    )


def badge(*, own: bool) -> h.Element:
    """Whether anybody vouches for an app."""
    if own:
        return h.span(class_="badge")["Your own app"]
    return h.span(class_="badge unverified")["Unverified app"]


def tick() -> h.Element:
    """What stands before each thing an app could do."""
    return h.svg(
        class_="tick", viewBox="0 0 16 16", width="16", height="16", aria_hidden="true"
    )[h.path(d="m3.5 8.5 3 3 6-7")]


def _badge(ask: Ask) -> h.Element:
    """A website vouches for what leads back to the web, not for what is on a device."""
    if not ask.published_by:
        return badge(own=ask.own)
    if ask.on_this_device:
        claim = "Says it is from ", ask.published_by
        return h.span(class_="badge website unverified")[claim]
    return h.span(class_="badge website")["From ", ask.published_by]


def _destination(ask: Ask) -> h.Element:
    """Where Allow and Deny lead, which an app cannot choose freely."""
    device = " on this device" if ask.on_this_device else ""
    return h.div(class_="destination")[
        h.p["You then go back to ", h.strong[ask.leads_to], f"{device}."],
        not ask.own and h.p(class_="hint")[_known(ask)],
    ]


def _known(ask: Ask) -> h.Node:
    """What TaskPal knows of an app that is not the user's own, and what it does not."""
    only_then = "Allow it only if you started this yourself, just now."
    if not ask.published_by:
        said = f" It says that its website is {ask.website}." if ask.website else ""
        return f"TaskPal has not checked who made this app.{said} {only_then}"
    if ask.on_this_device:
        return (
            f"{ask.published_by} describes this app, but any program on this device "
            f"could pretend to be it. {only_then}"
        )
    return (
        f"All that TaskPal knows is that {ask.published_by} describes this app. Allow "
        "it only if you trust that website, and started this yourself, just now."
    )


def _next_step(refused: Refused) -> h.Node:
    if refused.approval == "by you":
        return [
            h.p[
                "This is your GPT. If its editor shows this address as the callback "
                "URL, approve it, then sign in from ChatGPT again."
            ],
            plain.link_button("Review under Connections", "/connections"),
        ]
    if refused.approval == "by its owner":
        return h.p[
            "Whoever made the GPT can approve it in TaskPal, under Connections. After "
            "that, sign in from ChatGPT again."
        ]
    return h.p["Nothing was shared. You can close this page."]
