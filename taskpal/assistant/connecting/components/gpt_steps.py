"""What to type where in ChatGPT, step by step, with every value to copy."""

import reflex as rx

from taskpal.assistant.connecting import guide
from taskpal.assistant.connecting.components.pieces import (
    address,
    scope_field,
    secret,
)
from taskpal.assistant.connecting.schemas import OwnApp
from taskpal.oauth.scopes import DELETE, READ, WRITE
from taskpal.ui.client import CopyField

EDITOR = "chatgpt.com/gpts/editor"


def steps(gpt: rx.Var[OwnApp]) -> rx.Component:
    """From ChatGPT's editor to the first answer."""
    return rx.el.ol(
        _describe_it(),
        _let_people_sign_in(gpt),
        _import_the_schema(),
        _try_it(gpt),
        class_name="steps",
    )


def _step(title: str, *content: rx.Component) -> rx.Component:
    return rx.el.li(rx.el.h5(title), *content)


def _describe_it() -> rx.Component:
    return _step(
        "Describe it",
        rx.el.p(
            "Open ",
            rx.el.a(EDITOR, href=f"https://{EDITOR}", target="_blank", rel="noopener"),
            " and choose ",
            rx.el.b("Configure"),
            ". Give it the name and the picture you like, and paste:",
        ),
        CopyField.create(label="Description", value=guide.DESCRIPTION),
        CopyField.create(label="Instructions", value=guide.INSTRUCTIONS, lines=6),
        *[
            CopyField.create(label=f"Conversation starter {number}", value=starter)
            for number, starter in enumerate(guide.STARTERS, 1)
        ],
    )


def _let_people_sign_in(gpt: rx.Var[OwnApp]) -> rx.Component:
    return _step(
        "Let people sign in",
        rx.el.p(
            "Under ",
            rx.el.b("Actions"),
            " choose ",
            rx.el.b("Create new action"),
            ". Press the gear beside ",
            rx.el.b("Authentication"),
            ", choose ",
            rx.el.b("OAuth"),
            ", and paste:",
        ),
        CopyField.create(label="Client ID", value=gpt.id),
        secret(gpt),
        CopyField.create(label="Authorization URL", value=address("/oauth/authorize")),
        CopyField.create(label="Token URL", value=address("/oauth/token")),
        scope_field(f"{READ} {WRITE} {DELETE}"),
        rx.el.p(
            "Leave ",
            rx.el.b("Token Exchange Method"),
            " at ",
            rx.el.b("Default (POST request)"),
            " and press ",
            rx.el.b("Save"),
            ".",
        ),
    )


def _import_the_schema() -> rx.Component:
    return _step(
        "Import the schema",
        rx.el.p(
            "Beside ",
            rx.el.b("Schema"),
            " choose ",
            rx.el.b("Import from URL"),
            ", paste the first value and press ",
            rx.el.b("Import"),
            ": six actions appear. The second belongs at the bottom.",
        ),
        CopyField.create(label="Schema URL", value=address("/gpt/openapi.json")),
        CopyField.create(label="Privacy policy", value=address("/privacy")),
    )


def _try_it(gpt: rx.Var[OwnApp]) -> rx.Component:
    return _step(
        "Try it",
        rx.el.p(
            "Press ",
            rx.el.b("Create"),
            " (or ",
            rx.el.b("Update"),
            "), ask “",
            guide.STARTERS[0],
            "” and sign in. The first time TaskPal refuses, because ChatGPT has just "
            "made up the address it comes back to. Approve it here, then sign in "
            "again.",
        ),
        rx.el.p(
            rx.match(
                gpt.stage,
                ("new", "Waiting for ChatGPT. This line changes by itself."),
                ("asked", "ChatGPT has asked. Approve it at the top of this page."),
                ("approved", "Approved. Now sign in again in ChatGPT."),
                ("connected", "Connected. It works on your phone and by voice, too."),
                "",
            ),
            class_name="progress " + gpt.stage,
            aria_live="polite",
        ),
    )
