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
            "it, and is shown to nobody but you, the apps you connect yourself, and "
            "whoever has the address of a calendar feed you made.",
        ],
        _stored(),
        _seen_by_apps(),
        _seen_by_calendars(),
        _not_done(),
        _deleting(),
        h.p["See also the ", _link("terms"), "."],
        look="prose",
    )


def _stored() -> h.Fragment:
    return _section(
        "What is stored",
        "Your account: your name, your email address, and your password as a "
        "bcrypt hash, from which it cannot be read back; and how you write dates and "
        "times: your time zone, the first day of your week and the like.",
        "Your todos: all that you write in them, their dates, how they repeat, and "
        "when they were added, changed and finished; your lists, sections, labels, "
        "comments and filters.",
        "A history of what was changed, when, and by you or by which app, with what it "
        "said before: it is what lets you undo. An entry is kept for a year.",
        "A file you import: what was read of it, until it is made, and for a day at "
        "most; and under which ids its things were known there, so that importing it "
        "again makes nothing twice.",
        "Your signed-in browsers: a hash of each session's cookie, the browser's "
        "name for itself, the network address it signed in from, and when the "
        "session ends. If you use two-step sign-in, its secret, encrypted.",
        "The apps you set up or connected: their name, what you allowed them and "
        "when you and they last used that. Your calendar feeds, and when they were "
        "last used. Tokens, secrets and the addresses of feeds are stored only as "
        "hashes.",
        "A log of what happened to your account, such as signing in or connecting "
        "an app, with the browser and the network address it came from. A line is "
        "kept for 400 days. A device that asks to be connected is kept with its "
        "address for about a day.",
        "How often something was tried lately, under a hash of the network address "
        "or account, for a day at most.",
    )


def _seen_by_apps() -> h.Fragment:
    return _section(
        "What ChatGPT or another app sees",
        "Nothing until you connect it and agree to what it asks for; that page "
        "names every permission.",
        "When it acts for you, it sends your requests to this server (the words to "
        "look for, the todo to add) and is answered with your todos as far as the "
        "request needs them. It never sees your password or anybody else's todos.",
        "What ChatGPT does with those answers and with your conversation is "
        "governed by OpenAI's terms and by your settings there, not by this "
        "server.",
        "You can disconnect an app on the Connections page. Its access ends at once.",
    )


def _seen_by_calendars() -> h.Fragment:
    return _section(
        "What a calendar feed shows",
        "Nothing until you make one. Then whoever knows its address reads the open "
        "todos it shows, without signing in: your calendar program, and the company "
        "behind it. Remove the feed, and its address leads nowhere at once.",
    )


def _not_done() -> h.Fragment:
    return _section(
        "What is not done",
        "No advertising, no analytics, no tracking. These pages load nothing from "
        "other sites. Their cookies keep you signed in, know a browser you have "
        "used before, and keep your forms safe; nothing else.",
        "Your todos are not sold, shared, or used to train anything by this server.",
    )


def _deleting() -> h.Fragment:
    return _section(
        "How to delete it",
        "What you delete goes to the trash and can be restored for 30 days; after "
        "that it is removed. The history then still says that it was there, for the "
        "rest of its year, but no longer what it said.",
        "You can take everything with you, and delete your account, under Settings "
        "whenever you like. Your todos and their history, feeds, sessions, apps, "
        "connections, tokens and the log go with it at once.",
        "Copies can remain in backups that whoever runs this server makes.",
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
            "dashboard at once and can be undone, and what it deletes can be restored "
            "for 30 days.",
        ),
        _section(
            "What is asked of you",
            "Keep your password and the addresses of your calendar feeds to yourself, "
            "and connect only apps you trust.",
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
