"""Where an app may send people back to: the rules of redirect URIs (RFC 9700 §2.1)."""

import re
from urllib.parse import SplitResult, urlsplit

from taskpal.oauth.kinds import HTTPS, LOOPBACK, OWN_SCHEME, Kind
from taskpal.settings import LOOPBACK as LOOPBACK_HOSTS

MAX_LENGTH = 500

_PLAIN = re.compile(r"[!#-;=?-\[\]_a-z~]+", re.ASCII)  # printable; no " < > \ ^ ` { | }
# A host as it is shown to people: no two ways to write it, no signs between names.
_HTTPS = re.compile(
    r"https://(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\])"
    r"(?::\d*)?(?:[/?].*)?",
    re.ASCII,
)
_OWN_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:.+", re.ASCII)
_LOOPBACK = re.compile(
    r"(http://(?:localhost|127\.0\.0\.1|\[::1\]))(?::(\d{1,5}))?((?:[/?].*)?)",
    re.ASCII,
)
_CHATGPT = re.compile(
    r"https://(?:chatgpt\.com|chat\.openai\.com)"
    r"(/aip/g-[A-Za-z0-9_-]{1,100}/oauth/callback)",
    re.ASCII,
)
# Schemes that a browser or the system acts on by itself.
_NEVER = frozenset({"about", "blob", "content", "data", "file", "filesystem", "ftp"})
_NEVER |= {"http", "https", "intent", "jar", "javascript", "mailto", "sms", "tel"}
_NEVER |= {"vbscript", "view-source", "ws", "wss"}


def problem(uri: str, kind: Kind) -> str | None:
    """Why an app of this kind cannot have this redirect URI; None when it can."""
    if not uri or len(uri) > MAX_LENGTH or not _PLAIN.fullmatch(uri):
        return "must be an address of up to 500 plain characters"
    try:
        parts = urlsplit(uri)
        _ = parts.port
    except ValueError:
        return "is not an address"
    if parts.fragment or uri.endswith("#") or "@" in parts.netloc:
        return "must have no fragment and no user name"
    if not _allowed(uri, parts, kind):
        return f"must start with {_expected(kind)}"
    return None


def matches(registered: list[str], uri: str, *, any_port: bool) -> bool:
    """Whether `uri` is one of the registered ones, character for character.

    A native app on loopback gets whichever port was free (RFC 8252 §7.3).
    """
    if uri in registered:
        return True
    anywhere = _without_port(uri) if any_port else None
    return anywhere is not None and anywhere in map(_without_port, registered)


def shown(uri: str) -> str:
    """The part of a redirect URI that tells a person where it leads."""
    parts = urlsplit(uri)
    if parts.scheme == "https" or parts.hostname in LOOPBACK_HOSTS:
        return parts.netloc
    return f"{parts.scheme}:"


def on_this_device(uri: str) -> bool:
    """Whether it leads to an app on the device the browser runs on."""
    return not uri.startswith("https:")


def chatgpt_path(uri: str) -> str | None:
    """The path of a Custom GPT's callback, if `uri` is one."""
    found = _CHATGPT.fullmatch(uri)
    return found[1] if found else None


def chatgpt_uris(path: str) -> list[str]:
    """A Custom GPT's callback on both hosts that ChatGPT uses."""
    return [f"https://chatgpt.com{path}", f"https://chat.openai.com{path}"]


def _allowed(uri: str, parts: SplitResult, kind: Kind) -> bool:
    if parts.scheme == "https":
        return HTTPS in kind.redirects and _HTTPS.fullmatch(uri) is not None
    if _LOOPBACK.fullmatch(uri):
        return LOOPBACK in kind.redirects
    own = parts.scheme not in _NEVER and _OWN_SCHEME.fullmatch(uri) is not None
    return own and OWN_SCHEME in kind.redirects


def _expected(kind: Kind) -> str:
    said = {
        HTTPS: "https://",
        LOOPBACK: "http:// on localhost",
        OWN_SCHEME: "a scheme of the app's own",
    }
    return " or ".join(words for one, words in said.items() if one in kind.redirects)


def _without_port(uri: str) -> str | None:
    found = _LOOPBACK.fullmatch(uri)
    if found is None or int(found[2] or 0) > 65535:  # noqa: PLR2004
        return None
    return found[1] + found[3]
