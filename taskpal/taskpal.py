"""The app Reflex runs: pages, HTTP routes and live updates on one server, one port."""

import reflex as rx

from taskpal.http import http
from taskpal.todos import pages as todos_pages

app = rx.App(
    api_transformer=[http()],
    html_lang="en",
    reset_style=False,
    toaster=None,
    head_components=[rx.el.link(rel="stylesheet", href="/taskpal.css")],
)
app.add_page(todos_pages.inbox, route="/inbox", title="Inbox · TaskPal")
