"""The card "Custom GPT": making a client for one, and what to type where in ChatGPT."""

import reflex as rx

from taskpal.assistant.connecting import guide
from taskpal.assistant.connecting.components.pieces import (
    address,
    callbacks,
    delete_app,
    form,
    line,
    name_field,
    own_app,
    problem,
    scope_field,
    secret,
)
from taskpal.assistant.connecting.schemas import OwnApp, Waiting
from taskpal.assistant.connecting.state import ConnectionsState
from taskpal.assistant.operations import DELETE, READ, WRITE
from taskpal.ui.client import CopyField, Fold

EDITOR = "chatgpt.com/gpts/editor"
STAGES = {
    "new": "Waiting for ChatGPT",
    "asked": "Asks for approval",
    "approved": "Not signed in yet",
    "connected": "Connected",
}


def waiting() -> rx.Component:
    """The callbacks that ask for approval: nobody should have to look for them."""
    return rx.el.ul(
        rx.foreach(ConnectionsState.waiting, _waiting),
        class_name="waiting",
        aria_label="Waiting for approval",
        aria_live="polite",
    )


def custom_gpt() -> rx.Component:
    """Making a client for a GPT, and what to do with each."""
    return Fold.create(
        rx.el.p(
            "Everyone who uses the GPT signs in and sees only their own todos. You "
            "need a ChatGPT plan that can create GPTs, and about five minutes."
        ),
        rx.cond(ConnectionsState.public, rx.fragment(), _not_public()),
        rx.el.div(rx.foreach(ConnectionsState.gpts, _gpt), class_name="clients"),
        _new_gpt(),
        name="gpt",
        title="Custom GPT",
        about="A GPT of your own in ChatGPT that works on todos, also by voice.",
        status=_status(),
        open=ConnectionsState.unfinished,
    )


def _status() -> rx.Var[str]:
    gpts = ConnectionsState.gpts
    return rx.match(
        gpts.length(),
        (0, ""),
        (1, _in_words(gpts[0].stage)),
        gpts.length().to_string() + " GPTs",
    )


def _in_words(stage: rx.Var[str]) -> rx.Var[str]:
    return rx.match(stage, *STAGES.items(), "")


def _not_public() -> rx.Component:
    return rx.el.p(
        "ChatGPT can only reach a public https address, and this TaskPal runs at ",
        rx.el.strong(ConnectionsState.address),
        ". Whoever hosts it can put it behind one and set TASKPAL_PUBLIC_URL to that; "
        "the values below then follow.",
        class_name="notice",
    )


def _new_gpt() -> rx.Component:
    return form(
        "gpt",
        line(
            "Name of the GPT",
            "gpt-name",
            "Make a client",
            look="primary",
            name="name",
            placeholder="Errand helper",
            max_length=100,
        ),
        problem("gpt", "People see it when they are asked for access."),
        on_submit=ConnectionsState.make_gpt,
    )


def _waiting(waiting: rx.Var[Waiting]) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.strong(waiting.client_name),
            " asks for approval. Approve it if you have just tried to sign in to your "
            "GPT; its address is",
        ),
        rx.foreach(
            waiting.callbacks, lambda callback: rx.el.code(callback, class_name="url")
        ),
        rx.el.div(
            rx.el.button(
                "Approve",
                type="button",
                class_name="primary",
                on_click=ConnectionsState.approve(waiting.id),
            ),
            rx.el.button(
                "Refuse",
                type="button",
                on_click=ConnectionsState.refuse(waiting.id),
            ),
            class_name="together",
        ),
    )


def _gpt(gpt: rx.Var[OwnApp]) -> rx.Component:
    return own_app(
        gpt,
        _in_words(gpt.stage),
        rx.el.ol(
            _describe_it(),
            _let_people_sign_in(gpt),
            _import_the_schema(),
            _try_it(gpt),
            class_name="steps",
        ),
        _manage(gpt),
        look=gpt.stage,
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


def _manage(gpt: rx.Var[OwnApp]) -> rx.Component:
    return rx.el.details(
        rx.el.summary("Name, callbacks and removal"),
        name_field(gpt),
        rx.el.p(
            "Approving a callback adds both addresses ChatGPT uses. They change when "
            "the GPT's action is edited; TaskPal then asks you again."
        ),
        callbacks(
            gpt,
            "Callbacks",
            "Add a callback URL",
            "https://chatgpt.com/aip/g-…/oauth/callback",
        ),
        delete_app(gpt),
        class_name="manage",
    )
