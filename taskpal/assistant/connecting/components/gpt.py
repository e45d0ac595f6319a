"""The card "Custom GPT": making a client for one, and looking after it."""

import reflex as rx

from taskpal.assistant.connecting.components.gpt_steps import steps
from taskpal.assistant.connecting.components.pieces import (
    callbacks,
    delete_app,
    form,
    line,
    name_field,
    own_app,
    problem,
)
from taskpal.assistant.connecting.schemas import OwnApp
from taskpal.assistant.connecting.state import ConnectionsState
from taskpal.ui.client import Fold

STAGES = {
    "new": "Waiting for ChatGPT",
    "asked": "Asks for approval",
    "approved": "Not signed in yet",
    "connected": "Connected",
}


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


def _gpt(gpt: rx.Var[OwnApp]) -> rx.Component:
    return own_app(
        gpt,
        _in_words(gpt.stage),
        steps(gpt),
        _manage(gpt),
        look=gpt.stage,
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
