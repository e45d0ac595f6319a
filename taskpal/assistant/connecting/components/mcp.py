"""The card for assistants that speak MCP: one address, and where each wants it."""

import reflex as rx

from taskpal.assistant.connecting.components.pieces import address
from taskpal.assistant.connecting.state import ConnectionsState
from taskpal.ui.client import CopyField, Fold, Tabs

b = rx.el.b


def mcp() -> rx.Component:
    """The address, and the steps in each of the usual assistants."""
    return Fold.create(
        rx.el.p(
            "These apps ask for one address. Then they open TaskPal in your browser, "
            "where you sign in and see what each of them asks for."
        ),
        CopyField.create(label="MCP server URL", value=address("/mcp")),
        rx.cond(ConnectionsState.public, rx.fragment(), _not_public()),
        Tabs.create(
            _chatgpt(),
            _claude(),
            _claude_code(),
            _cursor(),
            _vs_code(),
            _another(),
            label="Steps for",
            names=["ChatGPT", "Claude", "Claude Code", "Cursor", "VS Code", "Another"],
        ),
        rx.el.p("As their makers describe it in 2026; menus move.", class_name="hint"),
        name="mcp",
        title="ChatGPT app, Claude, Cursor by MCP",
        about="One address for every assistant and editor that speaks MCP.",
        status="",
    )


def _not_public() -> rx.Component:
    return rx.el.p(
        "ChatGPT and Claude can only reach a public https address, and this TaskPal "
        "runs at ",
        rx.el.strong(ConnectionsState.address),
        ". Apps on a computer that opens this page can use it as it is.",
        class_name="notice",
    )


def _steps(*steps: rx.Component) -> rx.Component:
    return rx.el.ol(*steps, class_name="short-steps")


def _chatgpt() -> rx.Component:
    return _steps(
        rx.el.li(
            "On chatgpt.com open ",
            b("Settings"),
            ", ",
            b("Apps"),
            ", ",
            b("Advanced settings"),
            " and switch ",
            b("Developer mode"),
            " on. Your plan or workspace has to offer it; on some, ChatGPT only reads.",
        ),
        rx.el.li(
            "Choose ",
            b("Create app"),
            ", name it TaskPal, paste the address as ",
            b("MCP Server URL"),
            " and choose ",
            b("OAuth"),
            ".",
        ),
        rx.el.li("Sign in to TaskPal. In a chat, pick TaskPal from the + menu."),
    )


def _claude() -> rx.Component:
    return _steps(
        rx.el.li(
            "On claude.ai or in the Claude app open ",
            b("Connectors"),
            ", under Customize or Settings, and choose ",
            b("Add custom connector"),
            ".",
        ),
        rx.el.li(
            "Name it TaskPal, paste the address and press ",
            b("Add"),
            ", then ",
            b("Connect"),
            ".",
        ),
        rx.el.li("Sign in to TaskPal. It works in Claude on your phone, too."),
    )


def _claude_code() -> rx.Component:
    return _steps(
        rx.el.li(
            "Run in a terminal:",
            CopyField.create(
                label="Command",
                value="claude mcp add --transport http taskpal " + address("/mcp"),
            ),
        ),
        rx.el.li(
            "In Claude Code type ",
            rx.el.code("/mcp"),
            ", choose taskpal and sign in.",
        ),
    )


def _cursor() -> rx.Component:
    return _steps(
        rx.el.li(
            "Put this in ",
            rx.el.code("~/.cursor/mcp.json"),
            ":",
            CopyField.create(
                label="Configuration",
                value='{\n  "mcpServers": {\n    "taskpal": { "url": "'
                + address("/mcp")
                + '" }\n  }\n}',
                lines=5,
            ),
        ),
        rx.el.li(
            "In Cursor's settings, under MCP, taskpal offers to sign in. Follow it."
        ),
    )


def _vs_code() -> rx.Component:
    return _steps(
        rx.el.li(
            "From the Command Palette run ",
            b("MCP: Add Server"),
            ", choose ",
            b("HTTP"),
            ", paste the address and name it taskpal.",
        ),
        rx.el.li("Let VS Code open the browser, and sign in to TaskPal."),
    )


def _another() -> rx.Component:
    return rx.el.p(
        "Give it the address, with ",
        b("Streamable HTTP"),
        " as the transport and ",
        b("OAuth"),
        " to sign in. Most apps then introduce themselves to TaskPal. To one that asks "
        "for a client ID give that of a web or native app, made under “Your own apps”; "
        "one that lets you add headers can use a token, made under “Scripts”.",
    )
