"""What a browser calls itself, in words: "Firefox on Linux".

A small table of our own: it only helps people to tell their devices apart, and whoever
wants to can send any name.
"""

import re

# The first that fits counts: nearly all browsers also claim to be older ones.
_BROWSERS = (
    ("ChatGPT/", "The ChatGPT app"),
    ("Claude/", "The Claude app"),
    ("HeadlessChrome/", "A script"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("; wv)", "An app"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("AppleWebKit/", "An app"),
    ("curl/", "A script"),
    ("ython", "A script"),
    ("Wget/", "A script"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Darwin", "Mac"),
    ("Linux", "Linux"),
)
_PLAUSIBLE = re.compile(r"[\x20-\x7e]{1,300}")
UNKNOWN = "An unknown browser"


def in_words(user_agent: str) -> str:
    """The browser and the system it says it runs on."""
    if not _PLAUSIBLE.fullmatch(user_agent):
        return UNKNOWN
    browser = _first(user_agent, _BROWSERS)
    system = _first(user_agent, _SYSTEMS)
    if not browser and not system:
        return UNKNOWN
    browser = browser or "A browser"
    return f"{browser} on {system}" if system else browser


def _first(user_agent: str, table: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in table if sign in user_agent), "")
