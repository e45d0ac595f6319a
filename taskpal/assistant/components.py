"""The things a person sees and touches on the page /connections."""

import reflex as rx

from taskpal.assistant import guide
from taskpal.assistant.connections import ConnectedApp, GptClient, Waiting
from taskpal.assistant.operations import DELETE, READ, WRITE
from taskpal.assistant.state import ConnectionsState
from taskpal.ui.client import script

EDITOR = "chatgpt.com/gpts/editor"
STAGES = {
    "new": "Waiting for ChatGPT",
    "asked": "Asks for approval",
    "approved": "Not signed in yet",
    "connected": "Connected",
}


class CopyField(rx.Component):
    """A value with a button that copies it."""

    library = script("copying.jsx")
    tag = "CopyField"

    label: rx.Var[str]
    value: rx.Var[str]
    lines: rx.Var[int]


class SecretOnce(rx.Component):
    """A secret while it is there to be copied; its children afterwards."""

    library = script("copying.jsx")
    tag = "SecretOnce"

    label: rx.Var[str]
    value: rx.Var[str]
    of: rx.Var[str]
    on_kept: rx.EventHandler[rx.event.no_args_event_spec]


def custom_gpt() -> rx.Component:
    """Making a client for a GPT, and what to do with each."""
    return rx.el.section(
        rx.el.h2("Custom GPT", id="custom-gpt"),
        rx.el.p(
            "Build a GPT in ChatGPT that lists, adds, changes and finishes todos. "
            "Everyone who uses it signs in and sees only their own. You need a ChatGPT "
            "plan that can create GPTs, and about five minutes."
        ),
        rx.cond(ConnectionsState.public, rx.fragment(), _not_public()),
        rx.el.ul(
            rx.foreach(ConnectionsState.waiting, _waiting),
            class_name="waiting",
            aria_label="Waiting for approval",
            aria_live="polite",
        ),
        rx.foreach(ConnectionsState.clients, _client),
        _new_client(),
        aria_labelledby="custom-gpt",
    )


def connected_apps() -> rx.Component:
    """The apps the user let in."""
    return rx.el.section(
        rx.el.h2("Connected apps", id="connected-apps"),
        rx.cond(
            ConnectionsState.apps,
            rx.el.ul(
                rx.foreach(ConnectionsState.apps, _app),
                class_name="apps",
                aria_labelledby="connected-apps",
            ),
            rx.el.p(
                "None yet. An app appears here as soon as you have signed in through "
                "it and allowed what it asks for.",
                class_name="quiet",
            ),
        ),
        aria_labelledby="connected-apps",
    )


def skeleton() -> rx.Component:
    """The page's shape, until its content is there."""
    line = rx.el.div(class_name="bone")
    return rx.el.div(line, line, line, class_name="bones", aria_hidden=True)


def _not_public() -> rx.Component:
    return rx.el.p(
        "ChatGPT can only reach a public https address, and this TaskPal runs at ",
        rx.el.strong(ConnectionsState.address),
        ". Whoever hosts it can put it behind one and set TASKPAL_PUBLIC_URL to that; "
        "the values below then follow.",
        class_name="notice",
    )


def _new_client() -> rx.Component:
    return rx.el.form(
        rx.el.label("Name of the GPT", html_for="gpt-name"),
        rx.el.div(
            rx.el.input(
                id="gpt-name",
                name="name",
                placeholder="Errand helper",
                max_length=100,
                required=True,
                auto_complete="off",
            ),
            rx.el.button("Make a client", type="submit", class_name="primary"),
            class_name="together",
        ),
        rx.cond(
            ConnectionsState.problem,
            rx.el.p(ConnectionsState.problem, class_name="problem", role="alert"),
            rx.el.p("People see it when they are asked for access.", class_name="hint"),
        ),
        on_submit=ConnectionsState.make,
        reset_on_submit=True,
        class_name="new-client",
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
                class_name="primary",
                on_click=ConnectionsState.approve(waiting.id),
            ),
            rx.el.button("Refuse", on_click=ConnectionsState.refuse(waiting.id)),
            class_name="together",
        ),
    )


def _client(client: rx.Var[GptClient]) -> rx.Component:
    opened = ConnectionsState.opened == client.id
    return rx.el.article(
        rx.el.h3(
            rx.el.button(
                rx.icon("chevron-right", size=18, aria_hidden=True),
                rx.el.span(client.name, class_name="app-name"),
                rx.el.span(
                    rx.match(
                        client.stage,
                        *STAGES.items(),
                        "",
                    ),
                    class_name="stage " + client.stage,
                ),
                aria_expanded=opened,
                on_click=ConnectionsState.open(client.id),
            )
        ),
        rx.cond(opened, _steps(client), rx.fragment()),
        class_name=rx.cond(opened, "client expanded", "client"),
        key=client.id,
    )


def _steps(client: rx.Var[GptClient]) -> rx.Component:
    return rx.el.div(
        rx.el.ol(
            _describe_it(),
            _let_people_sign_in(client),
            _import_the_schema(),
            _try_it(client),
            class_name="steps",
        ),
        _manage(client),
    )


def _step(title: str, *content: rx.Component) -> rx.Component:
    return rx.el.li(rx.el.h4(title), *content)


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


def _let_people_sign_in(client: rx.Var[GptClient]) -> rx.Component:
    address = ConnectionsState.address
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
        CopyField.create(label="Client ID", value=client.id),
        SecretOnce.create(
            _secret_gone(client),
            label="Client Secret",
            value=ConnectionsState.secret,
            of=client.id,
            on_kept=ConnectionsState.secret_kept,
        ),
        CopyField.create(label="Authorization URL", value=address + "/oauth/authorize"),
        CopyField.create(label="Token URL", value=address + "/oauth/token"),
        CopyField.create(label="Scope", value=f"{READ} {WRITE} {DELETE}"),
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


def _secret_gone(client: rx.Var[GptClient]) -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.el.b("Client Secret"), " was shown once, when it was made."),
        rx.el.button("Replace the secret", on_click=ConnectionsState.rotate(client.id)),
        class_name="secret-gone",
    )


def _import_the_schema() -> rx.Component:
    address = ConnectionsState.address
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
        CopyField.create(label="Schema URL", value=address + "/gpt/openapi.json"),
        CopyField.create(label="Privacy policy", value=address + "/privacy"),
    )


def _try_it(client: rx.Var[GptClient]) -> rx.Component:
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
                client.stage,
                ("new", "Waiting for ChatGPT. This line changes by itself."),
                ("asked", "ChatGPT has asked. Approve it at the top of this page."),
                ("approved", "Approved. Now sign in again in ChatGPT."),
                ("connected", "Connected. It works on your phone and by voice, too."),
                "",
            ),
            class_name="progress " + client.stage,
            aria_live="polite",
        ),
    )


def _manage(client: rx.Var[GptClient]) -> rx.Component:
    return rx.el.details(
        rx.el.summary("Callbacks and removal"),
        rx.el.p(
            "Made ",
            client.made,
            ". Approving adds both addresses ChatGPT uses. The address changes when "
            "the GPT's action is edited; TaskPal then asks you again.",
        ),
        rx.cond(
            client.callbacks,
            rx.el.ul(
                rx.foreach(
                    client.callbacks,
                    lambda callback: _callback(client.id, callback),
                ),
                class_name="callbacks",
                aria_label="Callbacks",
            ),
            rx.fragment(),
        ),
        rx.el.form(
            rx.el.label("Add a callback URL", html_for="callback"),
            rx.el.div(
                rx.el.input(
                    id="callback",
                    name="callback",
                    type="url",
                    placeholder="https://chatgpt.com/aip/g-…/oauth/callback",
                    max_length=500,
                    required=True,
                    auto_complete="off",
                ),
                rx.el.button("Add", type="submit"),
                class_name="together",
            ),
            on_submit=ConnectionsState.add_callback,
            reset_on_submit=True,
        ),
        rx.el.p(
            "Deleting the client ends the access of everyone who uses this GPT. It "
            "cannot be undone.",
        ),
        rx.el.button(
            "Delete the client",
            class_name="danger",
            on_click=ConnectionsState.delete(client.id),
        ),
        class_name="manage",
    )


def _callback(client_id: rx.Var[str], callback: rx.Var[str]) -> rx.Component:
    return rx.el.li(
        rx.el.code(callback, class_name="url"),
        rx.el.button(
            "Remove",
            aria_label="Remove: " + callback,
            on_click=ConnectionsState.remove_callback(client_id, callback),
        ),
    )


def _app(app: rx.Var[ConnectedApp]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(app.name, class_name="app-name"),
            rx.el.p(
                "Since ",
                app.since,
                rx.cond(app.used, ", last used " + app.used, ""),
                class_name="hint",
            ),
            rx.el.ul(rx.foreach(app.scopes, rx.el.li), class_name="scopes"),
        ),
        rx.el.button(
            "Disconnect",
            aria_label="Disconnect: " + app.name,
            on_click=ConnectionsState.disconnect(app.id),
        ),
    )
