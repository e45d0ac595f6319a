"""How the front door looks: what TaskPal does, in words and in one picture."""

import htpy as h
from fastapi.responses import HTMLResponse

from taskpal.ui import plain

PICTURE = (
    "To ChatGPT: I called the plumber. Remind me to pay him on Friday. "
    "In TaskPal: “Call the plumber” is done, “Pay the plumber” is due on Friday."
)


def welcome_page(*, sign_up_open: bool) -> HTMLResponse:
    return plain.page(
        "TaskPal",
        h.div(class_="welcome-words")[
            h.h1["Todos you can talk to."],
            h.p(class_="lead")[
                "Write things down here, or tell ChatGPT, by chat or by voice. "
                "Whatever it changes shows here at once."
            ],
            h.p(class_="lead")[
                "Everything is kept on this server, in an account that only you "
                "and the apps you allow can open."
            ],
            _ways_in(sign_up_open=sign_up_open),
        ],
        _picture(),
        look="welcome",
    )


def _ways_in(*, sign_up_open: bool) -> h.Element:
    if not sign_up_open:
        return h.p(class_="ways-in")[plain.link_button("Sign in", "/sign-in")]
    return h.p(class_="ways-in")[
        plain.link_button("Sign up", "/sign-up"),
        plain.link_button("Sign in", "/sign-in", kind="quiet"),
    ]


def _picture() -> h.Element:
    return h.div(class_="picture", role="img", aria_label=PICTURE)[
        h.p(class_="shown-words")[
            "I called the plumber. Remind me to pay him on Friday."
        ],
        h.div(class_="shown-list")[
            h.p(class_="shown-name")["Inbox"],
            h.ul(class_="shown-todos")[
                _row("Call the plumber", "", done=True),
                _row("Pay the plumber", "Friday", new=True),
                _row("Book the train", "Tomorrow", priority="p1"),
                _row("Water the tomatoes", ""),
            ],
        ],
    ]


def _row(
    title: str, due: str, *, priority: str = "p4", done: bool = False, new: bool = False
) -> h.Element:
    return h.li(class_=["shown-todo", {"done": done, "new": new}])[
        h.span(class_=f"shown-circle {priority}"),
        h.span(class_="shown-title")[title],
        due and h.span(class_="shown-due")[due],
    ]
