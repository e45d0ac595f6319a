"""Every endpoint there is: how it is asked well, and in which form it refuses.

What is in braces stands for something real, made by tests.hostile.world. A route that
has no entry here fails a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from taskpal.oauth import kinds
from tests.hostile import answers
from tests.hostile.answers import Refusal

Caller = Literal[
    *("nobody", "visitor", "half way", "browser", "careful", "leaving"),
    *("bearer", "registered"),
]


@dataclass(frozen=True)
class Endpoint:
    """One way of asking a route well."""

    method: str
    path: str
    refuses: Refusal
    caller: Caller = "nobody"
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    json: Mapping[str, object] | None = None
    name: str = ""
    expects: int = 200  # or any other success

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.name}".strip()


def _page(path: str, caller: Caller = "nobody", **query: str) -> Endpoint:
    return Endpoint("GET", path, answers.page, caller, query=query)


def _form(path: str, caller: Caller = "visitor", **form: str) -> Endpoint:
    csrf = {"csrf": _CSRF.get(caller, "{form_csrf}")}
    return Endpoint("POST", path, answers.page, caller, form=csrf | form)


def _refused(status: int, endpoint: Endpoint) -> Endpoint:
    """What even a good request here is answered with."""
    return replace(endpoint, expects=status)


def _token(grant_type: str, **form: str) -> Endpoint:
    sent = {"grant_type": grant_type, **form}
    return Endpoint(
        "POST", "/oauth/token", answers.oauth, form=sent, name=f"({grant_type})"
    )


def _app(path: str, **form: str) -> Endpoint:
    return Endpoint("POST", path, answers.oauth, form=form)


def _registration(
    method: str,
    path: str,
    caller: Caller = "nobody",
    json: Mapping[str, object] | None = None,
) -> Endpoint:
    return Endpoint(method, path, answers.registration, caller, json=json)


def _api(method: str, path: str, *, json: bool = False, **sent: object) -> Endpoint:
    asked = {name: str(value) for name, value in sent.items()}
    return Endpoint(
        method,
        path,
        answers.problem,
        "bearer",
        query={} if json else asked,
        json=sent if json else None,
    )


_CSRF = {
    "browser": "{csrf}",
    "careful": "{careful_csrf}",
    "leaving": "{leaving_csrf}",
}
_PROOF = {"password": "{password}"}
_BOTH = {"password": "{password}", "code": "{recovery_code}"}
_NEW = "another good battery staple"
_GPT = {"client_id": "{gpt_id}", "client_secret": "{gpt_secret}"}
_NATIVE = {"client_id": "{native_id}"}
_DEVICE = {"client_id": "{device_id}"}
_DESCRIBED = (
    "authorization-server",
    "protected-resource",
    "protected-resource/mcp",
    "protected-resource/api",
)
_REGISTERED = "/oauth/register/{client_id}"
_ITSELF = {"client_id": "{registered_id}"}
_METADATA: dict[str, object] = {
    "redirect_uris": ["https://app.example/callback"],
    "client_name": "An app",
    "token_endpoint_auth_method": "client_secret_post",
    "grant_types": ["authorization_code", "refresh_token"],
    "response_types": ["code"],
    "application_type": "web",
    "scope": "todos:read",
    "client_uri": "https://app.example/",
    "logo_uri": "https://app.example/logo.png",
    "contacts": ["somebody@app.example"],
    "software_id": "an-app",
    "software_version": "1",
    "jwks": {"keys": []},
}
_CALL: dict[str, object] = {"jsonrpc": "2.0", "id": 1}
_MESSAGES: dict[str, dict[str, object]] = {
    "(initialize)": {
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": {"name": "x", "version": "1"},
        },
    },
    "(tools/list)": {"method": "tools/list", "params": {}},
    "(tools/call)": {
        "method": "tools/call",
        "params": {"name": "addTodo", "arguments": {"title": "Buy tea"}},
    },
}
_FOR_API = {"resource": "{url}/api"}
_DAY = "2026-12-24"
_TODO = {
    "title": "Buy milk",
    "description": "Oat",
    "priority": "p2",
    "due": "2026-12-24",
    "completed": False,
}
_LIST: dict[str, object] = {"name": "Home", "colour": "teal", "parent": None}
_SECTION: dict[str, object] = {"name": "Later", "list": "inbox"}
_FILTER: dict[str, object] = {"name": "Now", "query": "today | p1", "colour": "red"}
_FOUND = {"pane": "1", "status": "open", "sort": "due", "limit": "10", "cursor": ""}
_ADDING: dict[str, object] = {
    "operation": "addTodo",
    "ref": "milk",
    "body": {"title": "Buy milk", "list": "inbox", "parent": "{todo_id}"},
}
_OPERATIONS: list[dict[str, object]] = [
    _ADDING,
    {"operation": "changeTodo", "id": "$milk", "query": {"occurrence": "all"}},
    {"operation": "moveTodo", "id": "$milk", "body": {"list": "{list_id}"}},
    {"operation": "addComment", "body": {"todo": "$milk", "text": "Oat"}},
]
_FILE: dict[str, object] = {
    "format": "taskpal-export",
    "lists": [{"id": "a", "name": "Home", "parent": None}],
    "todos": [
        {
            "id": "b",
            "title": "Buy milk",
            "due": "2026-12-24",
            "due_time": "18:00",
            "due_zone": "Europe/Berlin",
            "list": "a",
            "labels": ["errands"],
            "repeat": {"rule": "FREQ=DAILY", "anchor": "schedule"},
        }
    ],
    "comments": [{"id": "c", "todo": "b", "text": "Oat"}],
}
_MEANT = {"ref": "{todo_id}", "title_guard": "Buy milk"}
_LISTED = {
    "status": "open",
    "query": "milk",
    "sort": "due",
    "limit": "10",
    "cursor": "",
}
_CHANGES = {
    "order": "newest",
    "todo": "{todo_id}",
    "thing": "{todo_id}",
    "client": "{gpt_id}",
    "batch": "1",
}

ENDPOINTS = [
    # Pages, and the forms on them
    *(_page(path) for path in ("/", "/privacy", "/terms", "/api/docs")),
    _page("/sign-in", next="/inbox"),
    _page("/sign-in/code", "half way", next="/inbox"),
    _page("/sign-up", next="/inbox", invitation="i"),
    _page("/sign-out", "browser"),
    _refused(401, _form("/sign-in", email="{email}", password="no", next="/inbox")),
    _refused(403, _form("/sign-in/code", "half way", code="123456", next="/inbox")),
    _form(
        "/sign-up",
        name="Eve",
        email="{new_email}",
        password="correct horse battery staple",
        next="/inbox",
    ),
    _form("/sign-out", "browser"),
    *(
        _page(f"/settings/{page}", "browser")
        for page in ("password", "sign-out", "export", "delete", "two-step")
    ),
    _page("/settings/two-step/off", "careful"),
    _page("/settings/recovery-codes", "careful"),
    _form("/settings/password", "browser", **_PROOF, new=_NEW, again=_NEW),
    _form("/settings/sign-out", "browser", **_PROOF, scope="everywhere"),
    _form("/settings/export", "browser"),
    _form("/settings/delete", "leaving", **_PROOF),
    _form(
        "/settings/two-step/confirm", "browser", setup="{setup}", code="{first_code}"
    ),
    _form("/settings/two-step", "browser", **_PROOF),
    _form("/settings/two-step/off", "careful", **_BOTH),
    _form("/settings/recovery-codes", "careful", **_BOTH),
    # The provider, for people
    _page(
        "/oauth/authorize",
        "browser",
        response_type="code",
        client_id="{native_id}",
        redirect_uri="http://127.0.0.1/callback",
        scope="todos:read",
        state="a-state",
        code_challenge="{challenge}",
        code_challenge_method="S256",
        **_FOR_API,
        prompt="consent",
        nonce="n",
    ),
    _form("/oauth/consent", "browser", request="{request}", decision="allow"),
    _page("/device", "browser", user_code="{user_code}"),
    _page("/device/allowed", "browser"),
    _page("/device/denied", "browser"),
    _form("/device", "browser", user_code="{user_code}"),
    _form("/device", "browser", user_code="{user_code}", decision="allow"),
    # The provider, for apps
    _token(
        "authorization_code",
        **_NATIVE,
        code="{code}",
        code_verifier="{verifier}",
        redirect_uri="http://127.0.0.1/callback",
        **_FOR_API,
    ),
    _token("refresh_token", **_GPT, refresh_token="{refresh}", scope="todos:read"),
    _refused(400, _token(kinds.DEVICE_CODE, **_DEVICE, device_code="{device_code}")),
    _token(kinds.DEVICE_CODE, **_DEVICE, device_code="{allowed_device_code}"),
    _app("/oauth/device_authorization", **_DEVICE, scope="todos:read", **_FOR_API),
    _app("/oauth/revoke", **_GPT, token="{access}", token_type_hint="access_token"),
    _app("/oauth/introspect", **_GPT, token="{access}", token_type_hint="access_token"),
    *(
        Endpoint(method, f"/.well-known/oauth-{described}", answers.problem)
        for method in ("GET", "OPTIONS")
        for described in _DESCRIBED
    ),
    *(
        Endpoint("OPTIONS", f"/oauth/{path}", answers.oauth)
        for path in ("token", "revoke", "device_authorization")
    ),
    # Apps that register themselves
    _registration("POST", "/oauth/register", json=_METADATA),
    _registration("GET", _REGISTERED, "registered"),
    _registration("PUT", _REGISTERED, "registered", json=_METADATA | _ITSELF),
    _registration("DELETE", _REGISTERED, "registered"),
    _registration("OPTIONS", "/oauth/register"),
    _registration("OPTIONS", _REGISTERED),
    # The JSON API
    _api("GET", "/api/todos", **_LISTED),
    _api("POST", "/api/todos", json=True, **_TODO),
    _api("GET", "/api/todos/{todo_id}"),
    _api("PUT", "/api/todos/{todo_id}", json=True, **_TODO),
    _api("PATCH", "/api/todos/{todo_id}", json=True, **_TODO),
    _api("DELETE", "/api/todos/{todo_id}"),
    *(
        _api("POST", f"/api/todos/{{todo_id}}/{change}")
        for change in ("complete", "reopen", "restore")
    ),
    _api("POST", "/api/todos/{todo_id}/move", json=True, list="{list_id}"),
    _api("GET", "/api/lists", status="active", limit="10", cursor=""),
    _api("POST", "/api/lists", json=True, **_LIST),
    _api("GET", "/api/lists/{list_id}"),
    _api("GET", "/api/lists/{list_id}/contents"),
    _api("PATCH", "/api/lists/{list_id}", json=True, **_LIST),
    _api("POST", "/api/lists/{list_id}/move", json=True, after="{other_list_id}"),
    *(
        _api("POST", f"/api/lists/{{list_id}}/{change}")
        for change in ("archive", "unarchive", "restore")
    ),
    _api("DELETE", "/api/lists/{list_id}"),
    _api("GET", "/api/sections", list="inbox", limit="10", cursor=""),
    _api("POST", "/api/sections", json=True, **_SECTION),
    _api("GET", "/api/sections/{section_id}"),
    _api("GET", "/api/sections/{section_id}/contents"),
    _api("PATCH", "/api/sections/{section_id}", json=True, **_SECTION),
    _api("POST", "/api/sections/{section_id}/move", json=True, list="{list_id}"),
    _api("POST", "/api/sections/{section_id}/restore"),
    _api("DELETE", "/api/sections/{section_id}"),
    _api("GET", "/api/labels", limit="10", cursor=""),
    _api("POST", "/api/labels", json=True, name="errands", colour="teal"),
    _api("GET", "/api/labels/{label_id}"),
    _api("PATCH", "/api/labels/{label_id}", json=True, name="work", colour="teal"),
    _api("POST", "/api/labels/{label_id}/move", json=True, after="{other_label_id}"),
    _api("DELETE", "/api/labels/{label_id}"),
    _api("GET", "/api/comments", todo="{todo_id}", limit="10", cursor=""),
    _api("POST", "/api/comments", json=True, todo="{todo_id}", text="**None** left."),
    _api("GET", "/api/comments/{comment_id}"),
    _api("PATCH", "/api/comments/{comment_id}", json=True, text="Some left."),
    _api("POST", "/api/comments/{comment_id}/restore"),
    _api("DELETE", "/api/comments/{comment_id}"),
    _api("GET", "/api/search", query="milk", status="all", limit="10", cursor=""),
    _api("GET", "/api/filters", limit="10", cursor=""),
    _api("POST", "/api/filters", json=True, **_FILTER),
    _api("GET", "/api/filters/{filter_id}"),
    _api("GET", "/api/filters/{filter_id}/todos", **_FOUND),
    _api("PATCH", "/api/filters/{filter_id}", json=True, **_FILTER),
    _api("POST", "/api/filters/{filter_id}/move", json=True, after="{other_filter_id}"),
    _api("POST", "/api/filters/{filter_id}/restore"),
    _api("DELETE", "/api/filters/{filter_id}"),
    *(
        _api("POST", "/api/batch", json=True, operations=_OPERATIONS, atomic=atomic)
        for atomic in (True, False)
    ),
    _api("POST", "/api/batch", json=True, operations=[_ADDING], atomic=False),
    _refused(409, _api("POST", "/api/todos/{todo_id}/skip", due="2026-12-24")),
    _refused(409, _api("POST", "/api/todos/{todo_id}/end")),
    _api("GET", "/api/todos/{todo_id}/occurrences", limit="10", cursor=""),
    _refused(409, _api("GET", "/api/todos/{todo_id}/dates", number="5")),
    _api("POST", "/api/quick-add", json=True, text="Buy tea p1", list="inbox"),
    _api("POST", "/api/preview-repeat", json=True, repeat="every day", due=_DAY),
    _api("GET", "/api/changes", **_CHANGES, since="1", limit="10", cursor=""),
    _api("GET", "/api/changes", **_CHANGES, since="2026-11-23T08:30:00Z"),
    _refused(404, _api("POST", "/api/undo", json=True, batch=1)),
    _api("POST", "/api/undo", json=True, change="{change}"),
    _refused(409, _api("POST", "/api/undo", json=True, steps=2)),
    _api("GET", "/api/me"),
    _api("GET", "/api/preferences"),
    _api("PATCH", "/api/preferences", json=True, zone="Europe/Berlin", morning="08:00"),
    _api("GET", "/api/openapi.json"),
    Endpoint(
        *("POST", "/api/imports", answers.problem, "bearer"),
        query={"format": "json", "name": "Home", "again": "no"},
        json=_FILE,
        expects=201,
    ),
    _api("GET", "/api/imports"),
    *(_api("GET", "/api/export", format=one) for one in ("json", "csv", "markdown")),
    *(
        _api(method, f"/api/imports/{{import_id}}{rest}")
        for method, rest in (("GET", ""), ("POST", "/start"), ("DELETE", ""))
    ),
    _api("GET", "/api/feeds"),
    replace(
        _api("POST", "/api/feeds", json=True, name="x", filter=None, shows="todos"),
        expects=201,
    ),
    _api("GET", "/api/feeds/{feed_id}"),
    _api("DELETE", "/api/feeds/{feed_id}"),
    Endpoint("GET", "/feeds/{token}.ics", answers.problem, query={"as": "todos"}),
    # What a Custom GPT calls
    _api("GET", "/gpt/openapi.json"),
    _api("GET", "/gpt/listTodos", **_LISTED),
    _api("GET", "/gpt/getTodo", ref="{todo_id}"),
    _api("POST", "/gpt/addTodo", json=True, title="Buy tea", request_id="r"),
    _api("POST", "/gpt/updateTodo", json=True, **_MEANT, **_TODO),
    _api("POST", "/gpt/updateTodo", json=True, **_MEANT, clear=["due"]),
    _api("POST", "/gpt/completeTodo", json=True, **_MEANT),
    _api("POST", "/gpt/deleteTodo", json=True, **_MEANT),
    # What an MCP client calls
    *(
        Endpoint("POST", "/mcp", answers.mcp, "bearer", json=_CALL | message, name=name)
        for name, message in _MESSAGES.items()
    ),
    Endpoint("OPTIONS", "/mcp", answers.mcp),
    # For whoever hosts it
    Endpoint("GET", "/healthz", answers.problem),
    Endpoint("GET", "/readyz", answers.problem),
]
