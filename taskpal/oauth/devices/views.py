"""The pages where a person types the code of a device, and lets it in or not."""

from dataclasses import dataclass

import htpy as h
from fastapi.responses import HTMLResponse

from taskpal.accounts.schemas import SignedIn
from taskpal.columns import now
from taskpal.errors import BadValues, TaskPalError
from taskpal.oauth import scopes
from taskpal.oauth.devices.schemas import Waiting
from taskpal.oauth.views import badge, tick
from taskpal.ui import plain

_MINUTE = 60
_LONGEST_TYPED = 40


@dataclass(frozen=True, slots=True)
class Typed:
    """The form for a code as it stands: what is in it, and what is wrong with it."""

    csrf: str
    email: str
    code: str = ""
    error: TaskPalError | None = None


def code_page(typed: Typed) -> HTMLResponse:
    """Where the code is typed; one that came with a link is only filled in."""
    error = typed.error
    beside = error.problems["user_code"] if isinstance(error, BadValues) else ""
    return plain.page(
        "Error: Connect a device" if error else "Connect a device",
        h.h1["Connect a device"],
        plain.alert(error.message) if error and not beside else None,
        h.p(class_="lead")[
            "Type the code that your device shows. It will ask for access to ",
            h.strong[typed.email],
            ".",
        ],
        plain.form(
            "/device",
            typed.csrf,
            plain.field(
                "user_code",
                "Code",
                value=typed.code,
                hint="Eight letters, such as BCDF-GHJK.",
                problem=beside,
                class_="code",
                autocomplete="off",
                autocapitalize="characters",
                spellcheck="false",
                maxlength=_LONGEST_TYPED,
                required=True,
                autofocus=True,
            ),
            plain.button("Continue"),
        ),
        h.p(class_="aside")["You see what it asks for, and decide, on the next page."],
        status=error.status if error else 200,
        headers=error.headers if error else None,
    )


def confirm_page(
    asked: Waiting, person: SignedIn, here: str, csrf: str
) -> HTMLResponse:
    """What the device would be allowed, and what tells it from somebody else's."""
    name = asked.client.name
    return plain.page(
        f"Connect {name}",
        h.h1["Connect ", name, "?"],
        badge(own=asked.client.owner_id == person.owner_id),
        h.div(class_="compare")[
            h.p["Is this the code on your device?"],
            h.p(class_="code")[asked.user_code],
            _asked(asked, here),
        ],
        h.p(class_="lead")[
            "Signed in as ",
            h.strong[person.email],
            ". If you allow it, the device can:",
        ],
        h.ul(class_="grants")[
            (h.li[tick(), does] for does in scopes.in_words(asked.scope))
        ],
        h.p(class_="caution")[
            "Allow this only if you started it yourself, on a device in front of you. "
            "If somebody sent you this code or a link, choose Deny."
        ],
        plain.form(
            "/device",
            csrf,
            plain.hidden("user_code", asked.user_code),
            h.div(class_="answers")[
                plain.button("Deny", kind="quiet", name="decision", value="deny"),
                plain.button("Allow", name="decision", value="allow"),
            ],
        ),
        look="card asking device",
    )


def allowed_page() -> HTMLResponse:
    """What follows a yes."""
    return plain.page(
        "Back to your device",
        h.h1["Now back to your device"],
        h.p(class_="lead")[
            "You allowed it. It goes on by itself within a few seconds, and you can "
            "close this page."
        ],
        h.p[
            "Was that a mistake? End it under ",
            h.a(href="/connections")["Connections"],
            ".",
        ],
    )


def denied_page() -> HTMLResponse:
    """What follows a no."""
    return plain.page(
        "Not connected",
        h.h1["Not connected"],
        h.p(class_="lead")[
            "You said no, and nothing was shared. The device is told so within a few "
            "seconds. You can close this page."
        ],
        h.p["Changed your mind? Start again on the device: it shows a new code."],
    )


def _asked(asked: Waiting, here: str) -> h.Element:
    """When and where it was asked; a thief is seldom behind the same router."""
    if asked.address == here:
        place = f"from the network you are on ({here})"
        return h.p(class_="hint")[f"Asked for {_ago(asked)}, {place}."]
    place = f"from another network than yours ({asked.address})"
    return h.p(class_="hint elsewhere")[f"Asked for {_ago(asked)}, {place}."]


def _ago(asked: Waiting) -> str:
    minutes = int((now() - asked.asked_at).total_seconds()) // _MINUTE
    if minutes < 1:
        return "less than a minute ago"
    return "a minute ago" if minutes == 1 else f"{minutes} minutes ago"
