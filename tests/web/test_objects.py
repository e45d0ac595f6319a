"""JSON objects from strangers: what is read, and what is refused."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskpal.web import objects

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_an_object_is_read() -> None:
    body = '{"name": "é→✓😀", "list": [1, {"a": null}], "n": 1.5}'.encode()

    assert objects.read(body) == json.loads(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'"text"',
        b"null",
        b"{",
        b"{} {}",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "b": 2}}',
        b'{"a": "\\u0000"}',
        b'{"\\u0000": 1}',
        b'{"a": "\\ud800"}',
        b'{"\\udfff": 1}',
        b'{"a": ["x", "\\ud83d"]}',
        b'{"a": ' + b"[" * 8 + b"]" * 8 + b"}",
        b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)
def test_anything_else_is_refused_with_a_sentence(body: bytes) -> None:
    with pytest.raises(objects.BadObject):
        objects.read(body)


@given(st.binary() | JSON.map(lambda found: json.dumps(found).encode()))
def test_nothing_fails_in_another_way(body: bytes) -> None:
    found = None
    with contextlib.suppress(objects.BadObject):
        found = objects.read(body)

    assert found is None or isinstance(found, dict)
