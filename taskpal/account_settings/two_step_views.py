"""The plain pages of two-step sign-in: a secret and recovery codes are shown once."""

import io
from urllib.parse import quote

import htpy as h
import segno
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from taskpal.account_settings.asked import (
    Asked,
    asking_page,
    back,
    first_code_field,
    proof,
)
from taskpal.account_settings.notices import SETTINGS
from taskpal.accounts.two_step import NewSecret
from taskpal.ui import plain

TWO_STEP = f"{SETTINGS}/two-step"
CODES = f"{SETTINGS}/recovery-codes"
OFF = f"{TWO_STEP}/off"


def two_step_page(asked: Asked) -> HTMLResponse:
    """How it stands, and what can be done about it."""
    return _on_page(asked) if asked.two_step.on else _start_page(asked)


def scan_page(asked: Asked, new: NewSecret, seal: str) -> HTMLResponse:
    """The secret, for an authenticator app; the first code shows that it has it."""
    return asking_page(
        "Set up two-step sign-in",
        asked,
        h.ol(class_="steps")[
            h.li[
                h.p["Scan this with an authenticator app."],
                _qr(new.uri),
                h.p(class_="hint")[
                    "On this phone? ",
                    h.a(href=new.uri)["Open it in your app"],
                    ". Or type this key there:",
                ],
                h.p(class_="key")[h.code[_grouped(new.secret)]],
            ],
            h.li[
                plain.form(
                    f"{TWO_STEP}/confirm",
                    asked.csrf,
                    plain.hidden("setup", seal),
                    first_code_field(asked),
                    plain.button("Turn on"),
                )
            ],
        ],
    )


def codes_page(codes: list[str], *, just_on: bool) -> HTMLResponse:
    """The recovery codes, shown this once."""
    said = "Two-step sign-in is on." if just_on else "The codes before stopped working."
    text = "".join(
        ("Recovery codes for TaskPal. Each works once.\n\n", *(f"{c}\n" for c in codes))
    )
    return plain.page(
        "Recovery codes",
        h.h1["Keep these recovery codes"],
        h.p(class_="lead")[
            f"{said} Should you lose your phone, one of these lets you in instead of "
            "its code. Each works once. TaskPal cannot show them again."
        ],
        h.ul(class_="codes", aria_label="Recovery codes")[
            (h.li[h.code[code]] for code in codes)
        ],
        h.div(class_="answers")[
            h.a(
                class_="button quiet",
                href=f"data:text/plain;charset=utf-8,{quote(text)}",
                download="taskpal-recovery-codes.txt",
            )["Download"],
            plain.link_button("Done", SETTINGS),
        ],
        look="card settings-page kept",
    )


def new_codes_page(asked: Asked) -> HTMLResponse:
    return asking_page(
        "New recovery codes",
        asked,
        h.p(class_="lead")[
            f"You have {_left(asked.two_step.codes_left)}. Ten new ones take their "
            "place; the old ones stop working."
        ],
        plain.form(CODES, asked.csrf, proof(asked), plain.button("Make new codes")),
    )


def off_page(asked: Asked) -> HTMLResponse:
    return asking_page(
        "Turn off two-step sign-in",
        asked,
        h.p(class_="lead")[
            "Your password alone will be enough to sign in. The recovery codes stop "
            "working."
        ],
        plain.form(
            OFF, asked.csrf, proof(asked), plain.button("Turn off", kind="danger")
        ),
    )


def _start_page(asked: Asked) -> HTMLResponse:
    return asking_page(
        "Set up two-step sign-in",
        asked,
        h.p(class_="lead")[
            "Signing in then takes your password and a code from an authenticator app "
            "on your phone, so a stolen password is not enough."
        ],
        plain.form(TWO_STEP, asked.csrf, proof(asked), plain.button("Continue")),
    )


def _on_page(asked: Asked) -> HTMLResponse:
    return plain.page(
        "Two-step sign-in",
        h.h1["Two-step sign-in is on"],
        plain.alert(asked.error.message) if asked.error else None,
        h.p(class_="lead")[f"You have {_left(asked.two_step.codes_left)}."],
        h.div(class_="ways")[
            plain.link_button("New recovery codes", CODES, kind="quiet"),
            plain.link_button("Turn off", OFF, kind="quiet"),
        ],
        back(),
        status=asked.error.status if asked.error else 200,
        look="card settings-page",
    )


def _qr(uri: str) -> h.Element:
    """Dark on white in every theme: some cameras see nothing in the reverse."""
    drawn = io.BytesIO()
    segno.make(uri, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, nl=False
    )
    return h.div(class_="qr", role="img", aria_label="QR code")[
        Markup(drawn.getvalue().decode())  # noqa: S704 - it holds squares, no text
    ]


def _grouped(secret: str) -> str:
    return " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))


def _left(codes: int) -> str:
    return f"{codes or 'no'} recovery code{'' if codes == 1 else 's'} left"
