"""The pages where a person decides whether an app may act for them."""

import htpy as h
from fastapi.responses import HTMLResponse

from taskpal.oauth.consent import Ask, Refused
from taskpal.ui import plain


def consent_page(ask: Ask, email: str, csrf: str) -> HTMLResponse:
    """Who asks, for what, where it leads, and how to end it later."""
    return plain.page(
        f"Connect {ask.client_name}",
        h.h1["Connect ", h.span(class_="app-name")[ask.client_name], "?"],
        h.p(class_="lead")[
            "It asks to act for you in TaskPal. You are signed in as ",
            h.strong[email],
            ".",
        ],
        h.h2(id="allows")["It will be able to"],
        h.ul(class_="grants", aria_labelledby="allows")[
            (h.li[_tick(), sentence] for sentence in ask.scopes)
        ],
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
            "It never sees your password. You can end this at any time under ",
            h.a(href="/connections", target="_blank", rel="noopener")["Connections"],
            ".",
        ],
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


def _destination(ask: Ask) -> h.Element:
    where = "an app on this device" if ask.on_this_device else "a website"
    return h.div(class_=["destination", {"unverified": not ask.own}])[
        h.p[
            "Afterwards you go to ",
            h.strong[ask.leads_to],
            f", {where}. ",
            h.span(class_="badge")["Unverified" if not ask.own else "Your own app"],
        ],
        not ask.own
        and h.p(class_="hint")[
            "Nobody at TaskPal has checked this app. Allow it only if you started this "
            "yourself just now."
        ],
    ]


def _next_step(refused: Refused) -> h.Node:
    if refused.approve_here:
        return [
            h.p[
                "This is your GPT. If the address is the one its editor shows as the "
                "callback URL, approve it, then sign in from ChatGPT again."
            ],
            plain.link_button("Review under Connections", "/connections"),
        ]
    if refused.detail and refused.title.startswith("This GPT"):
        return h.p[
            "Whoever made the GPT can approve it in TaskPal under Connections. "
            "After that, sign in from ChatGPT again."
        ]
    return h.p["Nothing was shared. You can close this page."]


def _tick() -> h.Element:
    return h.svg(
        class_="tick", viewBox="0 0 16 16", width="16", height="16", aria_hidden="true"
    )[h.path(d="m3.5 8.5 3 3 6-7")]
