"""What the API's document says at its beginning, and about each group of operations."""

from typing import Final

from taskpal.web.promises import ANYWHERE

_REFUSALS = "\n".join(f"- `{code}` {why}" for code, why in ANYWHERE.items())

ABOUT: Final = """\
Keep a person's todos over HTTP, in JSON: whatever the dashboard can do, an app or a \
script can do here.

## Tokens

Every request carries an access token, which says whose todos it is about:

```http
Authorization: Bearer tp_pat_…
```

For a script of your own, make a token in TaskPal under Connections, or on the \
machine that hosts it: `python -m taskpal tokens add --owner you@example.com --scope \
"todos:read todos:write"`. An app for others asks each of them for access with OAuth \
2.0, and gets a token for an hour and another to renew it. What a token allows is \
listed in its scopes, and each operation names the one it needs; `todos:write` \
includes `todos:read`. Without a good token the answer is 401, with one that does \
not allow the operation 403. What belongs to somebody else is 404, as if it were not \
there.

In the examples, `$TASKPAL` is the address of TaskPal and `$TOKEN` such a token.

## Dates and times

A moment is in UTC (`2026-11-23T08:30:00.123456Z`), a day is a date (`2026-12-24`), \
and a time of day has hours and minutes (`18:00`). A todo is due on a day, or at a \
time of that day: by the clock where the user is, or in a zone that is named. What \
“today” and “overdue” mean follows from the zone in the user's preferences.

## Pages

A list comes in pages of up to 100. While there is more, the answer has a \
`next_cursor`: send it as `cursor`, with the same other parameters, for the next \
page. Nothing is skipped or shown twice, even if something is added meanwhile.

## Versions

What can change has a version, which the header `ETag` names. Send it back in \
`If-None-Match` when you read it again, and what has not changed is answered by 304 \
and no content. Send it in `If-Match` when you change it, and the change is refused \
with 412 if somebody else was faster, instead of undoing what they did.

## Sending something again

When the connection breaks, you cannot know whether something was added. Where \
`Idempotency-Key` is a parameter, send one of your own choice, such as a UUID: for \
24 hours the same request with the same key gets the first answer again, and nothing \
is added twice. The same key with another request is refused with 422.

## Undo

What is deleted goes to the trash for 30 days, and can be restored. Beyond that \
every change is noted, whoever made it, and can be taken back: `GET /api/changes` \
lists them, `POST /api/undo` undoes them.

## Errors

What is refused is answered by a problem document (RFC 9457), of the type \
`application/problem+json`. Its `detail` is a sentence for a person; a 422 also says \
in `errors` what is wrong with each field. Nothing is done by halves: after an error \
everything is as it was before.

Any operation may be refused with one of these:

REFUSALS

## Limits

A token is good for 600 requests a minute, if whoever hosts TaskPal did not decide \
otherwise. One that asks more often is answered by 429, with the seconds to wait in \
`Retry-After`. A body has at most 1 MiB, a file to import 32 MiB. Fields that are \
not described are refused, so that no typing error goes unnoticed.
""".replace("REFUSALS", _REFUSALS)

TAGS: Final = {
    "Todos": "What a person writes down to do. Todos are in lists, may be subtasks of "
    "each other to any depth, and are kept in an order made by hand.",
    "Recurrence": "Todos that repeat: each time one is done, it moves on to its next "
    "date.",
    "Lists": "What todos are kept in, nested in each other as the user likes. The "
    "Inbox is there from the beginning and cannot be changed.",
    "Sections": "Parts of a list, under a heading of their own.",
    "Labels": "Words that todos carry, across all lists.",
    "Comments": "What is said about a todo, by people and by apps.",
    "Filters": "Questions that are kept, such as “today | overdue & p1”.",
    "Search": "Words looked for in titles, notes and comments, done todos included.",
    "Batch": "Many changes in one request, all of them one step of the history.",
    "History": "Every change, by whoever, with what is needed to take it back.",
    "Import and export": "Todos from Todoist, tables and checklists, and everything "
    "out again.",
    "Calendar feeds": "Addresses at which calendar programs read the todos.",
    "Preferences": "How the user reads and writes dates and times.",
    "Profile": "Who the token belongs to.",
}
"""Every group, in the order they are shown in."""
