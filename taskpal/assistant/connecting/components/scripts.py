"""The card "Scripts": personal tokens, made, shown once, and revoked."""

import reflex as rx

from taskpal.assistant.connecting.components.pieces import (
    address,
    counted,
    field,
    form,
    problem,
    taken,
)
from taskpal.assistant.connecting.schemas import LIFETIMES, PersonalToken
from taskpal.assistant.connecting.state import ConnectionsState
from taskpal.oauth.scopes import IN_WORDS, READ
from taskpal.ui.client import Ask, Behind, CopyField, Fold, SecretOnce, When

_CURL = 'curl -H "Authorization: Bearer {token}" '


def scripts() -> rx.Component:
    """Making a token, trying it, and every token there is."""
    return Fold.create(
        rx.el.p(
            "A personal token lets a script act as you, without signing in. Keep it "
            "like a password. ",
            rx.el.a("What the API offers", href="/api/docs", target="_blank"),
            ".",
        ),
        _shown_once(),
        rx.cond(ConnectionsState.tokens, _tokens(), rx.fragment()),
        Behind.create(
            _new_token(),
            button="Make another token",
            always=ConnectionsState.tokens.length() == 0,
            after=taken("token"),
        ),
        name="scripts",
        title="Scripts",
        about="A personal token for the command line, shortcuts and automations.",
        status=counted(ConnectionsState.tokens.length(), "1 token", "tokens"),
    )


def _new_token() -> rx.Component:
    return form(
        "token",
        rx.el.div(
            field(
                "Name of the token",
                "token-name",
                rx.el.input(
                    id="token-name",
                    name="name",
                    placeholder="Morning report",
                    max_length=100,
                    required=True,
                    auto_complete="off",
                ),
            ),
            field(
                "Expires after",
                "token-days",
                rx.el.select(
                    *[
                        rx.el.option(words, value=str(days))
                        for days, words in LIFETIMES.items()
                    ],
                    id="token-days",
                    name="days",
                    default_value="30",
                ),
            ),
            class_name="beside",
        ),
        rx.el.fieldset(
            rx.el.legend("What it may do"),
            *[_tick(scope, words) for scope, words in IN_WORDS.items()],
        ),
        rx.el.div(
            rx.el.button("Make a token", type="submit", class_name="primary"),
            class_name="together",
        ),
        problem("token"),
        on_submit=ConnectionsState.make_token,
    )


def _tick(scope: str, words: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=scope, default_checked=scope == READ),
        words,
        class_name="tick-line",
    )


def _shown_once() -> rx.Component:
    return SecretOnce.create(
        _try_it(),
        label="Token",
        value=ConnectionsState.token,
        of=ConnectionsState.new_token,
        command=_curl("{secret}"),
        focus=True,
        on_kept=ConnectionsState.secret_kept,
    )


def _try_it() -> rx.Component:
    """How a token is used, once it can no longer be shown."""
    return rx.cond(
        ConnectionsState.tokens,
        CopyField.create(label="Try it", value=_curl("$TASKPAL_TOKEN")),
        rx.fragment(),
    )


def _curl(token: str) -> rx.Var[str]:
    return _CURL.format(token=token) + address("/api/todos")


def _tokens() -> rx.Component:
    return rx.el.ul(
        rx.foreach(ConnectionsState.tokens, _token),
        class_name="rows",
        aria_label="Tokens",
    )


def _token(token: rx.Var[PersonalToken]) -> rx.Component:
    name = rx.cond(token.name, token.name, "Unnamed token")
    return rx.el.li(
        rx.el.div(
            rx.el.p(name, class_name="app-name"),
            rx.el.p(token.scopes.join(" · "), class_name="may"),
            rx.el.p(
                rx.el.span("Made ", When.create(at=token.made)),
                rx.el.span("expires ", When.create(at=token.expires)),
                rx.cond(
                    token.used,
                    rx.el.span("last used ", When.create(at=token.used)),
                    rx.el.span("never used"),
                ),
                class_name="facts-line",
            ),
        ),
        Ask.create(
            rx.el.p("Scripts that use it are refused at once. It cannot be undone."),
            text="Revoke",
            label="Revoke: " + name,
            question="Revoke " + name + "?",
            yes="Revoke it",
            on_yes=ConnectionsState.revoke_token(token.id),
        ),
        key=token.id,
    )
