"""Guides followed to the letter: every command is run, and prints what it says.

A block of `sh` is run, the block under it is what it prints (… stands for anything),
and where it says "You", ana does what it says at her browser.
"""

import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from taskpal.settings import PROJECT
from tests.oauth.documents import website
from tests.outsiders.browser import Browser
from tests.outsiders.server import ProgramsServer

GUIDE = PROJECT / "docs" / "oauth.md"
FOR_SCRIPTS = PROJECT / "docs" / "api.md"
PATIENCE = 120.0
DONE = "--- done ---"

_PARTS = re.compile(
    r"^```sh\n(?P<sh>.*?)^```\n(?:```(?:text|json)\n(?P<printed>.*?)^```\n)?"
    r"|^> \*\*You\*\*(?P<you>.*?)\n\n",
    re.DOTALL | re.MULTILINE,
)
_DOCUMENT = re.compile(r"^```json document\n(.*?)^```\n", re.DOTALL | re.MULTILINE)


class Shell:
    """A shell in TaskPal's folder, as somebody has it who follows the guide."""

    def __init__(self, server: ProgramsServer) -> None:
        own = str(Path(sys.executable).parent)
        self._process = subprocess.Popen(
            ["bash", "--norc", "-u"],
            cwd=PROJECT,
            env=server.environment
            | {"PATH": os.pathsep.join([own, os.environ["PATH"]])},
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._limit = threading.Timer(PATIENCE, self._process.kill)
        self._limit.start()

    def run(self, block: str) -> str:
        """What the commands print."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{block}\necho\necho '{DONE}'\n")
        self._process.stdin.flush()
        said = ""
        for line in self._process.stdout:
            if line.startswith(DONE):
                return said.strip("\n")
            said += line
        raise AssertionError(f"The shell ended:\n{block}\n{said}")

    def close(self) -> None:
        self._limit.cancel()
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def shell(server: ProgramsServer) -> Iterator[Shell]:
    for needed in ("bash", "curl", "openssl"):
        if shutil.which(needed) is None:
            pytest.skip(f"{needed} is not installed")
    opened = Shell(server)
    yield opened
    opened.close()


def test_every_command_of_the_guide_prints_what_it_says(
    server: ProgramsServer, ana: Browser, shell: Shell
) -> None:
    guide = GUIDE.read_text().replace("http://localhost:3000", server.url)
    guide = guide.replace("http%3A%2F%2Flocalhost%3A3000", quote(server.url, safe=""))
    guide = guide.replace("you@example.com", ana.email)
    with website.running() as site:
        published = site.address("/client.json")
        guide = guide.replace("https://app.example/client.json", published)
        (document,) = _DOCUMENT.findall(guide)
        site.publishes("/client.json", document.encode())

        blocks = _follow(guide, ana, shell)

    assert blocks > 15


@pytest.fixture
def noor(server: ProgramsServer) -> Iterator[Browser]:
    """Somebody who has no todos yet, as whoever reads a guide."""
    with Browser(server.url, "noor") as browser:
        browser.sign_up()
        yield browser


def test_every_command_of_the_guide_for_scripts_prints_what_it_says(
    server: ProgramsServer, noor: Browser, shell: Shell
) -> None:
    guide = FOR_SCRIPTS.read_text().replace("http://localhost:3000", server.url)

    blocks = _follow(guide.replace("you@example.com", noor.email), noor, shell)

    assert blocks > 15


def _follow(guide: str, ana: Browser, shell: Shell) -> int:
    """Do all that the guide says; how many blocks of commands that were."""
    blocks, shown, landed = 0, "", ""
    for part in _PARTS.finditer(guide):
        if part["you"]:
            landed = _at_the_browser(ana, shown)
            continue
        reads = part["sh"].startswith("read ")
        printed = shell.run(_with_input(part["sh"], landed) if reads else part["sh"])
        _compare(part["sh"], (part["printed"] or "").strip("\n"), printed)
        blocks += 1
        if "/oauth/authorize?" in printed or "user_code" in printed:
            shown = printed
    return blocks


def _at_the_browser(ana: Browser, shown: str) -> str:
    """What ana does with what she was shown; where the browser lands."""
    if "/oauth/authorize?" in shown:
        return ana.allow(shown)
    begun = json.loads(shown)
    ana.enter(begun["verification_uri"], begun["user_code"])
    return ""


def _with_input(block: str, typed: str) -> str:
    first, rest = block.split("\n", 1)
    return f"{first}\n{typed}\n{rest}"


def _compare(block: str, promised: str, printed: str) -> None:
    pattern = ".*".join(re.escape(piece) for piece in promised.split("…"))
    if not re.fullmatch(pattern, printed, re.DOTALL):
        diff = difflib.ndiff(promised.splitlines(), printed.splitlines())
        raise AssertionError(f"{block}\n" + "\n".join(diff))
