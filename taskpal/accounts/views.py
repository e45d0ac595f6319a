"""How the pages of signing up, in and out look."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import htpy as h
from fastapi.responses import HTMLResponse

from taskpal.accounts.destination import sign_in_address
from taskpal.accounts.errors import InvitationOver
from taskpal.accounts.words import LEAST_PASSWORD, MOST_EMAIL, MOST_NAME
from taskpal.errors import BadValues, TaskPalError
from taskpal.settings import settings
from taskpal.ui import plain


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it stands: what was typed, where it leads and what is wrong with it."""

    csrf: str
    goal: str
    email: str = ""
    name: str = ""
    invitation: str = ""
    error: TaskPalError | None = None

    @property
    def problems(self) -> Mapping[str, str]:
        return self.error.problems if isinstance(self.error, BadValues) else {}

    def beside(self, field: str) -> dict[str, Any]:
        """What a field shows of it; the first wrong one has the cursor."""
        first = next(iter(self.problems), "password" if self.error else None)
        return {
            "problem": self.problems.get(field, ""),
            "autofocus": field == first,
        }


def sign_in_page(filled: Filled) -> HTMLResponse:
    return form_page(
        "Sign in",
        filled,
        plain.form(
            "/sign-in",
            filled.csrf,
            _email_field(filled, "username"),
            _password_field(filled, "current-password"),
            plain.hidden("next", filled.goal),
            plain.button("Sign in"),
        ),
        *_asides(filled.goal),
    )


def sign_up_page(filled: Filled) -> HTMLResponse:
    return form_page(
        "Create your account",
        filled,
        plain.form(
            "/sign-up",
            filled.csrf,
            _name_field(filled),
            _email_field(filled, "username"),
            _password_field(
                filled, "new-password", f"At least {LEAST_PASSWORD} characters."
            ),
            plain.hidden("next", filled.goal),
            filled.invitation and plain.hidden("invitation", filled.invitation),
            plain.hidden("zone", ""),
            plain.button("Create account"),
        ),
        h.p(class_="aside")[
            "Have an account? ",
            h.a(href=sign_in_address(filled.goal))["Sign in"],
        ],
        script="plain/zone.js",
    )


def no_sign_up_page(error: TaskPalError, goal: str) -> HTMLResponse:
    """Why nobody can sign up here, or not by this invitation."""
    over = isinstance(error, InvitationOver)
    title = "This invitation is over" if over else "Sign-up is closed"
    return plain.page(
        title,
        h.h1[title],
        h.p(class_="lead")[error.message],
        h.p(class_="aside")[
            "Have an account? ", h.a(href=sign_in_address(goal))["Sign in"]
        ],
        status=error.status,
    )


def sign_out_page(email: str, csrf: str, error: TaskPalError | None) -> HTMLResponse:
    return plain.page(
        "Sign out",
        h.h1["Sign out?"],
        plain.alert(error.message) if error else None,
        h.p(class_="lead")["You are signed in as ", h.strong[email], "."],
        plain.form("/sign-out", csrf, plain.button("Sign out")),
        h.p(class_="aside")[h.a(href="/inbox")["Stay signed in"]],
        status=error.status if error else 200,
    )


def form_page(
    title: str, filled: Filled, *children: h.Node, script: str = ""
) -> HTMLResponse:
    """A page with a form, and what is wrong with it above."""
    error = filled.error
    return plain.page(
        f"Error: {title}" if error else title,
        h.h1[title],
        plain.alert(_summary(error)) if error else None,
        children,
        status=error.status if error else 200,
        headers=error.headers if error else None,
        script=script,
    )


def _asides(goal: str) -> list[h.Element]:
    """For who cannot sign in: TaskPal sends no email, so a person has to help."""
    if settings().sign_up == "closed":
        whom = "New here, or forgot your password? Ask whoever hosts this TaskPal."
        return [h.p(class_="aside")[whom]]
    sign_up = sign_in_address(goal, "/sign-up")
    return [
        h.p(class_="aside")["New here? ", h.a(href=sign_up)["Create an account"]],
        h.p(class_="aside")["Forgot your password? Ask whoever hosts this TaskPal."],
    ]


def _summary(error: TaskPalError) -> str:
    if not isinstance(error, BadValues):
        return error.message
    wrong = len(error.problems)
    return (
        f"Please check the {'field' if wrong == 1 else f'{wrong} fields'} marked below."
    )


def _name_field(filled: Filled) -> h.Element:
    return plain.field(
        "name",
        "Name (optional)",
        value=filled.name,
        autocomplete="name",
        maxlength=MOST_NAME,
        **filled.beside("name"),
    )


def _email_field(filled: Filled, autocomplete: str) -> h.Element:
    return plain.field(
        "email",
        "Email",
        kind="email",
        value=filled.email,
        autocomplete=autocomplete,
        inputmode="email",
        autocapitalize="none",
        spellcheck="false",
        maxlength=MOST_EMAIL,
        required=True,
        **filled.beside("email"),
    )


def _password_field(filled: Filled, autocomplete: str, hint: str = "") -> h.Element:
    return plain.field(
        "password",
        "Password",
        kind="password",
        hint=hint,
        autocomplete=autocomplete,
        required=True,
        **filled.beside("password"),
    )
