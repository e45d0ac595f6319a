"""Which client ids can be addresses of documents."""

import pytest

from taskpal.oauth.documents import urls
from taskpal.oauth.documents.errors import DocumentRefused


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://chatgpt.com/oauth/client.json", "chatgpt.com"),
        ("https://claude.ai/oauth/claude-code-client-metadata", "claude.ai"),
        ("https://vscode.dev/oauth/client-metadata.json", "vscode.dev"),
        ("https://app.example:8443/client.json", "app.example"),
        ("https://xn--bcher-kva.example/%C3%A9.json?v=1", "xn--bcher-kva.example"),
        ("https://a.b.c.example/~x/", "a.b.c.example"),
    ],
)
def test_https_with_a_path_is_an_address(address: str, host: str) -> None:
    assert urls.is_address(address)
    assert urls.check(address) == host


@pytest.mark.parametrize(
    "client_id", [None, "", "abc", "http://app.example/c", "HTTPS"]
)
def test_other_client_ids_are_none(client_id: str | None) -> None:
    assert not urls.is_address(client_id)


@pytest.mark.parametrize(
    "address",
    [
        "http://app.example/c",  # no https
        "HTTPS://app.example/c",
        "https://app.example",  # no path
        "https://app.example/",
        "https://app.example?x=/c",
        "https://app.example/c#part",  # fragment
        "https://app.example/c#",
        "https://user@app.example/c",  # user name
        "https://user:secret@app.example/c",
        "https://@app.example/c",
        "https://app.example/./c",  # dot segments, also hidden ones
        "https://app.example/a/../c",
        "https://app.example/a/..",
        "https://app.example/%2e%2e/c",
        "https://app.example/.%2E/c",
        "https://app.example:/c",  # ports
        "https://app.example:443/c",
        "https://app.example:0443/c",
        "https://app.example:22/c",
        "https://app.example:0/c",
        "https://app.example:65536/c",
        "https://app.example:99999/c",
        "https://app.example:1e4/c",
        "https://app.example:\uff18443/c",
        "https://App.example/c",  # two ways to write one host
        "https://app.example./c",
        "https://127.0.0.1/c",  # numbers, and names without a domain
        "https://2130706433/c",
        "https://0x7f.0.0.1/c",
        "https://[::1]/c",
        "https://localhost/c",
        "https://intranet/c",
        "https://-app.example/c",
        "https://app_x.example/c",
        "https://äpp.example/c",
        "https:///c",
        "https://",
        "https:app.example/c",
        "https://app.example\\@evil.example/c",
        "https://app.example/c\n",
        "https://app.example/c d",
        "https://app.example/%zz",
        "https://app.example/%",
        'https://app.example/"<script>',
        "https://app.example/é",
        "https://app.example/\0",
        "https://app.example/" + "x" * 500,
    ],
)
def test_no_tricks_are_played_with_addresses(address: str) -> None:
    with pytest.raises(DocumentRefused):
        urls.check(address)


def test_taskpal_does_not_ask_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    own = urls.settings().model_copy(update={"public_url": "https://todo.example"})
    monkeypatch.setattr(urls, "settings", lambda: own)

    with pytest.raises(DocumentRefused, match="this TaskPal"):
        urls.check("https://todo.example/oauth/authorize?client_id=x")
