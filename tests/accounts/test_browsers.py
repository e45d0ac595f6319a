"""What browsers call themselves, in words people recognise their devices by."""

import pytest

from taskpal.accounts import browsers

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like "
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like "
LINUX = "Mozilla/5.0 (X11; Linux x86_64"

KNOWN = {
    LINUX + "; rv:140.0) Gecko/20100101 Firefox/140.0": "Firefox on Linux",
    WINDOWS + "Gecko) Chrome/140.0.0.0 Safari/537.36": "Chrome on Windows",
    WINDOWS + "Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0": "Edge on Windows",
    WINDOWS + "Gecko) Chrome/140.0.0.0 Safari/537.36 OPR/120.0": "Opera on Windows",
    MAC + "605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15": "Safari on Mac",
    IPHONE + "Version/18.5 Mobile/15E148 Safari/604.1": "Safari on iPhone",
    IPHONE + "CriOS/140.0 Mobile/15E148 Safari/604.1": "Chrome on iPhone",
    IPHONE + "FxiOS/140.0 Mobile/15E148 Safari/605.1.15": "Firefox on iPhone",
    IPHONE + "(KHTML, like Gecko) Mobile/15E148": "An app on iPhone",
    ANDROID + "Gecko) Chrome/140.0.0.0 Mobile Safari/537.36": "Chrome on Android",
    ANDROID + "Gecko) SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36": (
        "Samsung Internet on Android"
    ),
    "Mozilla/5.0 (Linux; Android 15; Pixel 9; wv) AppleWebKit/537.36 Version/4.0 "
    "Chrome/140.0 Mobile Safari/537.36": "An app on Android",
    "ChatGPT/1.2026.300 (iPhone; iOS 18.5)": "The ChatGPT app on iPhone",
    LINUX + ") AppleWebKit/537.36 HeadlessChrome/140.0 Safari/537.36": (
        "A script on Linux"
    ),
    "python-requests/2.33.0": "A script",
    "curl/8.9.1": "A script",
}


@pytest.mark.parametrize("user_agent", KNOWN)
def test_a_device_is_named_as_its_owner_would(user_agent: str) -> None:
    assert browsers.in_words(user_agent) == KNOWN[user_agent]


@pytest.mark.parametrize("odd", ["", "x" * 301, "Firefox/\x07", "<b>", "💥 Firefox/1"])
def test_what_is_no_name_of_a_browser_is_not_repeated(odd: str) -> None:
    assert browsers.in_words(odd) == browsers.UNKNOWN
