"""What the plain pages of the settings ask, and how they show what was wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import htpy as h
from fastapi.responses import HTMLResponse

from taskpal.account_settings.notices import SETTINGS
from taskpal.account_settings.schemas import Belongings
from taskpal.accounts.errors import WrongCode, WrongPassword
from taskpal.accounts.two_step import TwoStepState
from taskpal.errors import BadValues, TaskPalError
from taskpal.ui import plain


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a page asks, how their account stands, and what was wrong a moment ago."""

    csrf: str
    email: str
    two_step: TwoStepState
    goes: Belongings
    error: TaskPalError | None = None

    @property
    def problems(self) -> Mapping[str, str]:
        """What stands beside which field."""
        match self.error:
            case BadValues():
                return self.error.problems
            case WrongPassword():
                return {"password": self.error.message}
            case WrongCode():
                return {"code": self.error.message}
        return {}

    def beside(self, field: str) -> dict[str, Any]:
        """What a field shows of it; the first wrong one has the cursor."""
        first = next(iter(self.problems), "")
        return {"problem": self.problems.get(field, ""), "autofocus": field == first}


def asking_page(title: str, asked: Asked, *children: h.Node) -> HTMLResponse:
    """A page that asks for something, and a way back."""
    error = asked.error
    told = error.message if error and not asked.problems else ""
    return plain.page(
        f"Error: {title}" if error else title,
        h.h1[title],
        plain.alert(told) if told else None,
        children,
        back(),
        status=error.status if error else 200,
        headers=error.headers if error else None,
        look="card settings-page",
    )


def proof(asked: Asked) -> list[h.Node]:
    """Asks for the password, and for a code where signing in takes one."""
    # Password managers look for the account beside the password.
    account = h.input(
        type="text",
        name="username",
        value=asked.email,
        autocomplete="username",
        readonly=True,
        hidden=True,
    )
    password = plain.field(
        "password",
        "Your password",
        kind="password",
        autocomplete="current-password",
        required=True,
        **asked.beside("password"),
    )
    return [account, password, *([code_field(asked)] if asked.two_step.on else [])]


def code_field(asked: Asked) -> h.Element:
    """Where a code of the authenticator app goes, or a recovery code."""
    return plain.field(
        "code",
        "Code",
        hint="From your authenticator app, or a recovery code.",
        autocomplete="one-time-code",
        autocapitalize="none",
        spellcheck="false",
        maxlength=40,
        required=True,
        **asked.beside("code"),
    )


def first_code_field(asked: Asked) -> h.Element:
    """Where the code goes that shows that the app has the secret."""
    return plain.field(
        "code",
        "The code your app shows now",
        hint="Six digits.",
        class_="code",
        inputmode="numeric",
        autocomplete="one-time-code",
        maxlength=20,
        required=True,
        **asked.beside("code"),
    )


def back() -> h.Element:
    return h.p(class_="aside")[h.a(href=SETTINGS)["Back to settings"]]
