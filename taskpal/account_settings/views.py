"""The plain pages of the settings: a new password, signing out, export, deletion."""

import htpy as h
from fastapi.responses import HTMLResponse

from taskpal.account_settings.asked import Asked, asking_page, proof
from taskpal.account_settings.notices import SETTINGS
from taskpal.account_settings.schemas import Belongings
from taskpal.accounts.words import LEAST_PASSWORD
from taskpal.ui import plain


def password_page(asked: Asked) -> HTMLResponse:
    return asking_page(
        "Change your password",
        asked,
        h.p(class_="lead")[
            "Every other browser is signed out, and every app and token stops working "
            "until you let it in again."
        ],
        plain.form(
            f"{SETTINGS}/password",
            asked.csrf,
            proof(asked),
            _new_password("new", "New password", asked),
            _new_password("again", "New password, again", asked),
            plain.button("Change password"),
        ),
    )


def sign_out_page(asked: Asked) -> HTMLResponse:
    return asking_page(
        "Sign out everywhere",
        asked,
        h.p(class_="lead")[
            "Signs out the browsers you use TaskPal with. Apps stay connected; you end "
            "those under ",
            h.a(href="/connections")["Connections"],
            ".",
        ],
        plain.form(
            f"{SETTINGS}/sign-out",
            asked.csrf,
            proof(asked),
            h.div(class_="answers")[
                plain.button(
                    "Sign out everywhere else", name="scope", value="elsewhere"
                ),
                plain.button(
                    "Sign out here too", kind="quiet", name="scope", value="everywhere"
                ),
            ],
        ),
    )


def export_page(asked: Asked) -> HTMLResponse:
    return asking_page(
        "Export your data",
        asked,
        h.p(class_="lead")[
            "One JSON file with everything TaskPal holds of you: your profile, every "
            "todo with those in the trash, apps and tokens without their secrets, "
            "signed-in browsers and the log."
        ],
        plain.form(f"{SETTINGS}/export", asked.csrf, plain.button("Download")),
    )


def delete_page(asked: Asked) -> HTMLResponse:
    return asking_page(
        "Delete your account",
        asked,
        h.p(class_="lead")["This cannot be undone, and nothing is kept. These go:"],
        h.ul(class_="goes")[(h.li[each] for each in _going(asked.goes))],
        h.p(class_="hint")[
            "You can ",
            h.a(href=f"{SETTINGS}/export")["export your data"],
            " first.",
        ],
        plain.form(
            f"{SETTINGS}/delete",
            asked.csrf,
            proof(asked),
            plain.button("Delete my account for good", kind="danger"),
        ),
    )


def gone_page() -> HTMLResponse:
    return plain.page(
        "Your account is gone",
        h.h1["Your account is gone"],
        h.p(class_="lead")[
            "Your todos, apps, tokens and the log were deleted, and you are signed out "
            "everywhere."
        ],
        h.p(class_="aside")[h.a(href="/")["To the front page"]],
    )


def _new_password(name: str, label: str, asked: Asked) -> h.Element:
    return plain.field(
        name,
        label,
        kind="password",
        hint=f"At least {LEAST_PASSWORD} characters." if name == "new" else "",
        autocomplete="new-password",
        required=True,
        **asked.beside(name),
    )


def _going(goes: Belongings) -> list[str]:
    """What goes, in words; what there is none of is not mentioned."""
    trash = f", and {goes.in_trash:,} in the trash" if goes.in_trash else ""
    todos = f"{_count(goes.todos, 'todo')}{trash}"
    people = (
        f", with the access of {_count(goes.people, 'other person', 'other people')}"
    )
    apps = f"{_count(goes.clients, 'app')} you set up{people if goes.people else ''}"
    return [
        *([todos] if goes.todos or goes.in_trash else []),
        *([apps] if goes.clients else []),
        *([_count(goes.connections, "connected app")] if goes.connections else []),
        *([_count(goes.tokens, "token")] if goes.tokens else []),
        "your account, and its log",
    ]


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
