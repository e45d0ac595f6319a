"""The card "Your own apps": clients for what the user builds themselves."""

import reflex as rx

from taskpal.assistant.connecting.components.pieces import (
    address,
    callbacks,
    counted,
    delete_app,
    field,
    form,
    name_field,
    own_app,
    problem,
    scope_field,
    secret,
    taken,
)
from taskpal.assistant.connecting.schemas import KINDS, OwnApp
from taskpal.assistant.connecting.state import ConnectionsState
from taskpal.oauth.schemas import DEVICE, NATIVE, WEB
from taskpal.ui.client import Behind, CopyField, Fold


def own_apps() -> rx.Component:
    """Setting an app up, and what each needs to know."""
    return Fold.create(
        rx.el.p(
            "For an app that you write, or that asks for a client ID. Other people "
            "can sign in through it as well; each sees only their own todos. ",
            rx.el.a("What the API offers", href="/api/docs", target="_blank"),
            ".",
        ),
        rx.el.div(rx.foreach(ConnectionsState.apps, _app), class_name="clients"),
        Behind.create(
            _new_app(),
            button="Make another app",
            always=ConnectionsState.apps.length() == 0,
            after=taken("app"),
        ),
        name="apps",
        title="Your own apps",
        about="Let people sign in to an app you build, with OAuth 2.",
        status=counted(ConnectionsState.apps.length(), "1 app", "apps"),
    )


def _new_app() -> rx.Component:
    return form(
        "app",
        rx.el.fieldset(
            rx.el.legend("Kind of app"),
            *[_kind(kind, *words) for kind, words in KINDS.items()],
        ),
        field(
            "Name of the app",
            "app-name",
            rx.el.input(
                id="app-name",
                name="name",
                placeholder="Kitchen display",
                max_length=100,
                required=True,
                auto_complete="off",
            ),
        ),
        rx.el.div(
            field(
                "Redirect URIs, one on each line",
                "app-callbacks",
                rx.el.textarea(
                    id="app-callbacks",
                    name="callbacks",
                    placeholder="https://app.example.com/callback",
                    rows=2,
                    spell_check=False,
                ),
            ),
            class_name="leads-somewhere",
        ),
        rx.el.div(
            rx.el.button("Make an app", type="submit", class_name="primary"),
            class_name="together",
        ),
        problem("app", "People see its name when they are asked for access."),
        on_submit=ConnectionsState.make_app,
    )


def _kind(kind: str, name: str, about: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="kind", value=kind, default_checked=kind == WEB),
        rx.el.span(rx.el.b(name), " ", rx.el.span(about, class_name="hint")),
        class_name="tick-line",
    )


def _app(app: rx.Var[OwnApp]) -> rx.Component:
    return own_app(
        app,
        _in_words(app),
        rx.el.div(
            rx.el.p(
                rx.match(
                    app.kind,
                    (WEB, "Authorization code with PKCE (S256) and the secret."),
                    (NATIVE, "Authorization code with PKCE (S256), without a secret."),
                    (DEVICE, "Device authorization grant (RFC 8628), no secret."),
                    "",
                ),
                class_name="hint",
            ),
            CopyField.create(label="Client ID", value=app.id),
            rx.cond(app.kind == WEB, secret(app), rx.fragment()),
            _endpoints(app),
            scope_field(),
            class_name="values",
        ),
        _manage(app),
    )


def _in_words(app: rx.Var[OwnApp]) -> rx.Component:
    """Its kind, and how many people use it."""
    return rx.fragment(
        rx.match(app.kind, *[(kind, words[0]) for kind, words in KINDS.items()], ""),
        rx.cond(app.people, " · ", ""),
        counted(app.people, "1 person", "people"),
    )


def _endpoints(app: rx.Var[OwnApp]) -> rx.Component:
    device = CopyField.create(
        label="Device authorization URL", value=address("/oauth/device_authorization")
    )
    authorize = CopyField.create(
        label="Authorization URL", value=address("/oauth/authorize")
    )
    return rx.fragment(
        rx.cond(app.kind == DEVICE, device, authorize),
        CopyField.create(label="Token URL", value=address("/oauth/token")),
        CopyField.create(
            label="Metadata URL",
            value=address("/.well-known/oauth-authorization-server"),
        ),
    )


def _manage(app: rx.Var[OwnApp]) -> rx.Component:
    return rx.el.div(
        name_field(app),
        rx.cond(
            app.kind == DEVICE,
            rx.fragment(),
            callbacks(
                app,
                "Redirect URIs",
                "Add a redirect URI",
                "https://app.example.com/callback",
            ),
        ),
        delete_app(app),
        class_name="manage",
    )
