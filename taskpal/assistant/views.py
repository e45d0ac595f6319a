"""How the privacy and terms pages read: what TaskPal does, and nothing beyond it."""

import htpy as h
from fastapi.responses import HTMLResponse

from taskpal.ui import plain


def privacy_page(host: str) -> HTMLResponse:
    return plain.page(
        "Privacy",
        h.h1["Privacy"],
        h.p(class_="lead")[
            "This TaskPal runs at ",
            h.strong[host],
            ". What you write in it is kept there, in the database of whoever runs "
            "it, and is shown to nobody but you and the apps you connect yourself.",
        ],
        _section(
            "What is stored",
            "Your account: your name, your email address, and your password as a "
            "bcrypt hash, from which it cannot be read back.",
            "Your todos: title, notes, priority, due date, whether they are done, and "
            "when they were added, changed and finished.",
            "Your signed-in browsers: a hash of each session's cookie, the browser's "
            "name for itself, the network address it signed in from, and when the "
            "session ends. If you use two-step sign-in, its secret, encrypted.",
            "The apps you set up or connected: their name, what you allowed them and "
            "when you and they last used that. Tokens and secrets are stored only as "
            "hashes.",
            "A log of what happened to your account, such as signing in or connecting "
            "an app, with the browser and the network address it came from. A line is "
            "kept for 400 days. A device that asks to be connected is kept with its "
            "address for about a day.",
            "How often something was tried lately, under a hash of the network address "
            "or account, for a day at most.",
        ),
        _section(
            "What ChatGPT or another app sees",
            "Nothing until you connect it and agree to what it asks for; that page "
            "names every permission.",
            "When it acts for you, it sends your requests to this server (the words to "
            "look for, the todo to add) and is answered with your todos as far as the "
            "request needs them. It never sees your password or anybody else's todos.",
            "What ChatGPT does with those answers and with your conversation is "
            "governed by OpenAI's terms and by your settings there, not by this "
            "server.",
            "You can disconnect an app on the Connections page. Its access ends at "
            "once.",
        ),
        _section(
            "What is not done",
            "No advertising, no analytics, no tracking. These pages load nothing from "
            "other sites. Their cookies keep you signed in, know a browser you have "
            "used before, and keep your forms safe; nothing else.",
            "Your todos are not sold, shared, or used to train anything by this "
            "server.",
        ),
        _section(
            "How to delete it",
            "A todo you delete goes to the trash and can be restored for 30 days; "
            "after that it is removed.",
            "You can take everything with you, and delete your account, under Settings "
            "whenever you like. Your todos, sessions, apps, connections, tokens and "
            "the log go with it at once.",
            "Copies can remain in backups that whoever runs this server makes.",
        ),
        h.p["See also the ", _link("terms"), "."],
        look="prose",
    )


def terms_page(host: str) -> HTMLResponse:
    return plain.page(
        "Terms",
        h.h1["Terms"],
        h.p(class_="lead")[
            "TaskPal is free software under the MIT licence. This copy of it is run by "
            "whoever runs ",
            h.strong[host],
            ", who decides who may use it and answers for it.",
        ],
        _section(
            "What you can expect",
            "It keeps your todos and lets the apps you connect read and change them as "
            "far as you allowed.",
            "As the licence says, it comes without any warranty. Keep a copy of what "
            "you cannot afford to lose.",
            "An assistant can misunderstand you. What it changes shows on your "
            "dashboard at once, and a todo it deletes can be restored for 30 days.",
        ),
        _section(
            "What is asked of you",
            "Keep your password to yourself, and connect only apps you trust.",
            "Store nothing that is not yours to store, and leave other people's "
            "accounts alone.",
        ),
        h.p["What is stored, and how to delete it: ", _link("privacy"), "."],
        look="prose",
    )


def _section(title: str, *sentences: str) -> h.Fragment:
    return h.fragment[h.h2[title], h.ul[(h.li[sentence] for sentence in sentences)]]


def _link(page: str) -> h.Element:
    return h.a(href=f"/{page}")[page]
