"""The page between the right password and being signed in: it asks for a code."""

from urllib.parse import urlencode

import htpy as h
from fastapi.responses import HTMLResponse

from taskpal.accounts.destination import sign_in_address
from taskpal.accounts.views import Filled, form_page
from taskpal.ui import plain

CODE_DOOR = "/sign-in/code"


def code_page(filled: Filled, recovery: bool) -> HTMLResponse:
    """What is asked after the right password, where two-step sign-in is on."""
    title = "Use a recovery code" if recovery else "Enter your code"
    other = f"{CODE_DOOR}?" + urlencode(
        {"next": filled.goal} | ({} if recovery else {"with": "recovery-code"})
    )
    return form_page(
        title,
        filled,
        plain.form(
            CODE_DOOR,
            filled.csrf,
            _recovery_field() if recovery else _code_field(),
            plain.hidden("next", filled.goal),
            recovery and plain.hidden("with", "recovery-code"),
            plain.button("Sign in"),
        ),
        h.p(class_="aside")[
            h.a(href=other)[
                "Use your authenticator app" if recovery else "Use a recovery code"
            ],
            " or ",
            h.a(href=sign_in_address(filled.goal))["start again"],
            ".",
        ],
        recovery
        and h.p(class_="aside")[
            "Lost both? Whoever hosts this TaskPal can turn the code off for you."
        ],
    )


def _code_field() -> h.Element:
    return plain.field(
        "code",
        "Code from your authenticator app",
        hint="Six digits, new every 30 seconds.",
        class_="code",
        autocomplete="one-time-code",
        inputmode="numeric",
        maxlength=20,
        required=True,
        autofocus=True,
    )


def _recovery_field() -> h.Element:
    return plain.field(
        "code",
        "Recovery code",
        hint="One of the ten you kept. Each works once.",
        autocomplete="off",
        autocapitalize="none",
        spellcheck="false",
        maxlength=40,
        required=True,
        autofocus=True,
    )
