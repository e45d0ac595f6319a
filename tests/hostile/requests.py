"""How a request that is right is made hostile."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

from tests.hostile.answers import MARK
from tests.hostile.endpoints import Endpoint

Pairs = list[tuple[bytes, bytes]]

FORM = b"application/x-www-form-urlencoded"
JSON = b"application/json"

TEXTS = [
    *(b"", b" ", b"\"'<>", b"a\\b", b"a\0b", b"x" * 10_000, b"%", b"%00", b"%ff"),
    "é→✓😀\u202e\u2028\ufeff".encode(),
    *(b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80"),
    f"a\r\n{MARK}: 1".encode(),
    f"\"'><{MARK}>".encode(),
    *(b"{{7*7}}${7*7}", b"' OR 1=1 --", b"../../etc/passwd", b"-1", b"1e999"),
    *(b"//evil.example", b"https://evil.example/", b"javascript:alert(1)"),
    *(b"null", b"true", b"[]", b"{}", b"todos:read todos:read", b"9" * 400),
]
VALUES: list[Any] = [
    *(None, True, False, 0, -1, 1.5, 10**400, float("nan"), float("inf")),
    *([], {}, [[]], [None], {"a": {"b": []}}, ["x"] * 2000, "\ud800", "\0", ""),
    *("x" * 30_000, "javascript:alert(1)", "http://evil.example/", f"<{MARK}>"),
]
KINDS = [
    *(FORM, JSON, b"", b"text/plain", b"multipart/form-data; boundary=x", b"\xff"),
    *(FORM + b"; charset=utf-16", JSON + b"; charset=\xff", b"application/json, x/y"),
]
HEADERS: list[bytes] = [
    *(b"authorization", b"cookie", b"origin", b"referer", b"accept", b"if-match"),
    *(b"if-none-match", b"idempotency-key", b"accept-language", b"user-agent"),
    *(b"x-forwarded-for", b"x-forwarded-proto", b"forwarded", b"content-encoding"),
    *(b"mcp-protocol-version", b"mcp-session-id", b"last-event-id", b"range"),
]
CREDENTIALS = [
    *(b"", b"Basic", b"Basic ", b"Basic !!!", b"Basic /w==", b"Basic Og==", b"Bearer"),
    *(b"Basic " + b"QQ" * 5000, b"Bearer \xff", b"Bearer a b", b"Digest x", b"\xff"),
    *(b"basic Zm9v", b"Basic Zm9vOmJhcg==", b"Basic JTAwOiUwMA==", b"Basic //46//4="),
    *(b"Bearer tp_at_x", b"Bearer tp_pat_" + b"x" * 9000, b"Bearer \xc3\xa9"),
]


@dataclass(frozen=True)
class Sent:
    """A request as it goes out, byte for byte."""

    path: str
    query: Pairs
    form: Pairs | None
    json: Any
    kind: bytes
    headers: Pairs = field(default_factory=list)
    body: bytes | None = None

    @property
    def address(self) -> str:
        return f"{self.path}?{_encoded(self.query)}" if self.query else self.path

    @property
    def content(self) -> bytes:
        if self.body is not None:
            return self.body
        if self.form is not None:
            return _encoded(self.form).encode()
        return b"" if self.json is None else json.dumps(self.json).encode()


def well(endpoint: Endpoint, real: Mapping[str, str]) -> Sent:
    """The request as it should be, with something real for what is in braces."""

    def pairs(fields: Mapping[str, str]) -> Pairs:
        filled = {name: value.format_map(real) for name, value in fields.items()}
        return [(name.encode(), value.encode()) for name, value in filled.items()]

    form = None if endpoint.form is None else pairs(endpoint.form)
    kind = FORM if form is not None else JSON if endpoint.json is not None else b""
    path, query = endpoint.path.format_map(real), pairs(endpoint.query)
    return Sent(path, query, form, _filled(endpoint.json, real), kind)


@dataclass(frozen=True)
class Attack:
    """What is done to a request: a few changes, one after the other."""

    changes: tuple[tuple[str, Any], ...]

    def on(self, sent: Sent) -> Sent:
        for how, what in self.changes:
            sent = _CHANGES[how](sent, what)
        return sent


def attacks(endpoint: Endpoint) -> st.SearchStrategy[Attack]:
    """Up to three changes to a request to this endpoint."""
    texts = st.sampled_from(TEXTS) | st.binary(max_size=30)
    header = st.sampled_from(HEADERS)
    kinds = [
        st.tuples(st.just("header"), st.tuples(header, texts.map(_in_a_header))),
        st.tuples(st.just("credentials"), st.sampled_from(CREDENTIALS)),
        st.tuples(st.just("field"), st.tuples(st.none(), _names(endpoint), texts)),
    ]
    if endpoint.query or endpoint.form:
        changed = st.tuples(st.integers(0, 20), _names(endpoint), texts)
        kinds += [st.tuples(st.just("field"), changed)] * 4
    if endpoint.json is not None:
        values = st.sampled_from(VALUES) | st.text(max_size=20) | st.integers()
        odd = [("",), ("\0",), ("x",), ("__proto__",)]
        member = st.sampled_from([*_members(endpoint.json), *odd])
        kinds += [st.tuples(st.just("member"), st.tuples(member, values))] * 4
        kinds += [st.tuples(st.just("whole"), values)]
    if endpoint.method not in {"GET", "OPTIONS"}:
        kinds += [
            st.tuples(st.just("kind"), st.sampled_from(KINDS)),
            st.tuples(st.just("body"), st.sampled_from(TEXTS) | st.binary(max_size=99)),
        ]
    if "{" in endpoint.path:
        paths = texts.map(partial(_path, endpoint.path))
        kinds += [st.tuples(st.just("path"), paths)] * 3
    changes = st.lists(st.one_of(kinds), min_size=1, max_size=3)
    return changes.map(lambda drawn: Attack(tuple(drawn)))


def _names(endpoint: Endpoint) -> st.SearchStrategy[bytes]:
    known = [name.encode() for name in (*endpoint.query, *(endpoint.form or ()))]
    others = [b"client_id", b"client_secret", b"x", b"a\0", b"\xff", b"", b"x" * 9000]
    return st.sampled_from([*known, *known, *others])


def _members(inside: Any) -> Iterator[tuple[str | int, ...]]:
    """The way to each member of an object or a list, and to those of its members."""
    named = enumerate(inside) if isinstance(inside, list) else inside.items()
    for name, value in named:
        yield (name,)
        if isinstance(value, Mapping | list):
            yield from ((name, *rest) for rest in _members(value))


def _filled(value: Any, real: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return value.format_map(real)
    if isinstance(value, Mapping):
        return {name: _filled(inner, real) for name, inner in value.items()}
    return [_filled(one, real) for one in value] if isinstance(value, list) else value


def _in_a_header(value: bytes) -> bytes:
    """As much of it as any server lets through."""
    return bytes(byte for byte in value if byte >= 0x20 and byte != 0x7F).strip()


def _path(template: str, value: bytes) -> str:
    """The path with this where something real belongs."""
    return re.sub(r"\{\w+\}", lambda _: quote_from_bytes(value, safe=""), template)


def _encoded(pairs: Pairs) -> str:
    quoted = [
        (quote_from_bytes(name, safe=""), quote_from_bytes(value, safe=""))
        for name, value in pairs
    ]
    return "&".join(f"{name}={value}" for name, value in quoted)


def _change_field(sent: Sent, what: tuple[int | None, bytes, bytes]) -> Sent:
    """Another value, or (for 0) one value more; without a place, at the end."""
    place, name, value = what
    pairs = list(sent.query if sent.form is None else sent.form)
    kept = [pair for pair in pairs if place in {0, None} or pair[0] != name]
    changed = [*kept, (name, value)]
    if sent.form is None:
        return replace(sent, query=changed)
    return replace(sent, form=changed)


def _change_member(sent: Sent, what: tuple[tuple[str | int, ...], Any]) -> Sent:
    where, value = what
    return replace(sent, json=_with(sent.json, where, value))


def _with(inside: Any, where: tuple[str | int, ...], value: Any) -> Any:
    """The object with this value at the end of the way; other things as they are."""
    if not where:
        return value
    if isinstance(inside, list):
        return [
            _with(one, where[1:], value) if place == where[0] else one
            for place, one in enumerate(inside)
        ]
    if not isinstance(inside, dict):
        return inside
    return inside | {where[0]: _with(inside.get(where[0]), where[1:], value)}


_CHANGES = {
    "field": _change_field,
    "member": _change_member,
    "whole": lambda sent, value: replace(sent, json=value),
    "kind": lambda sent, kind: replace(sent, kind=kind),
    "body": lambda sent, body: replace(sent, body=body),
    "header": lambda sent, pair: replace(sent, headers=[*sent.headers, pair]),
    "credentials": lambda sent, value: replace(
        sent, headers=[*sent.headers, (b"authorization", value)]
    ),
    "path": lambda sent, path: replace(sent, path=path),
}
