"""Makes .venv and installs the pinned packages, on a machine that has only Python.

`make` runs this before anything is installed, so it imports nothing but Python itself:

    python3 -m taskpal.start.bootstrap requirements.txt
"""

import importlib.util
import subprocess
import sys
from pathlib import Path

from taskpal.start.progress import Progress

PROJECT = Path(__file__).resolve().parents[2]
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "install.log"


class CannotInstall(Exception):
    """What stopped the installation, and what to do about it."""


def main(requirements: str) -> int:
    try:
        if not _has_working_python():
            _make_venv()
        _install(PROJECT / requirements)
    except CannotInstall as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


def _has_working_python() -> bool:
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return (
            subprocess.run([PYTHON, "-c", check], capture_output=True).returncode == 0
        )
    except OSError:
        return False


def _make_venv() -> None:
    version = ".".join(map(str, sys.version_info[:3]))
    sys.stderr.write(f"Making .venv with Python {version}\n")
    # Debian splits pip from Python; the pip of the system can fill a bare .venv too.
    own_pip = importlib.util.find_spec("ensurepip") is not None
    if not own_pip and importlib.util.find_spec("pip") is None:
        raise CannotInstall(
            "This Python has no pip. Install it first; on Debian and Ubuntu: "
            "apt install python3-venv"
        )
    options = [] if own_pip else ["--without-pip"]
    _run(sys.executable, "-m", "venv", "--clear", *options, str(VENV))


def _run(*command: str) -> None:
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode:
        raise CannotInstall(
            f"Could not make .venv: {(made.stdout + made.stderr)[-500:]}"
        )


def _install(requirements: Path) -> None:
    wanted = requirements.read_text().count("==")
    pip = [*_pip(), "install", "--no-input", "--disable-pip-version-check"]
    with (
        LOG.open("w") as log,
        subprocess.Popen(
            [*pip, "--requirement", str(requirements)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as installing,
        Progress("Installing packages", total=wanted + wanted // 4) as progress,
    ):
        for line in installing.stdout or ():
            log.write(line)
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                progress.advance(now=line.split()[1].partition("=")[0])
            elif line.startswith("Installing collected packages"):
                progress.advance(now="unpacking")
    if installing.returncode:
        raise CannotInstall(_why())


def _pip() -> list[str]:
    bare = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True)
    if bare.returncode == 0:
        return [str(PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def _why() -> str:
    lines = [line for line in LOG.read_text().splitlines() if line.strip()]
    said = next((line for line in reversed(lines) if "ERROR" in line), lines[-1])
    return f"The packages could not be installed. {said}\nMore in {LOG}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
