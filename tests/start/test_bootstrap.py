"""Setting up on a machine that has only Python."""

import subprocess
from pathlib import Path

import pytest

from taskpal.start import bootstrap


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    venv = tmp_path / ".venv"
    monkeypatch.setattr(bootstrap, "PROJECT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", venv)
    monkeypatch.setattr(bootstrap, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(bootstrap, "LOG", venv / "install.log")
    return tmp_path


def test_a_new_machine_gets_a_working_venv(project: Path) -> None:
    (project / "nothing.txt").write_text("# nothing to install\n")

    assert bootstrap.main("nothing.txt") == 0
    assert bootstrap._has_working_python()


def test_debians_python_fills_the_venv_with_the_systems_pip(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = bootstrap.importlib.util.find_spec
    monkeypatch.setattr(
        bootstrap.importlib.util,
        "find_spec",
        lambda name: None if name == "ensurepip" else found(name),
    )
    (project / "nothing.txt").write_text("# nothing to install\n")

    assert bootstrap.main("nothing.txt") == 0
    assert not list((project / ".venv").rglob("pip"))


def test_what_pip_cannot_install_is_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "broken.txt").write_text("./not-there\n")

    assert bootstrap.main("broken.txt") == 1

    told = capsys.readouterr().err
    assert "The packages could not be installed." in told
    assert "Traceback" not in told


def test_a_python_without_pip_is_told_how_to_get_it(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda _name: None)

    assert bootstrap.main("any.txt") == 1
    assert "apt install python3-venv" in capsys.readouterr().err


def test_an_old_python_is_refused_before_anything_else() -> None:
    told = subprocess.run(
        ["make", ".venv/.old", "PYTHON=", "-f", "-"],
        input="include Makefile\n.venv/.old:\n\t@$(call install,any.txt)\n",
        cwd=bootstrap.PROJECT,
        capture_output=True,
        text=True,
    )

    assert told.returncode != 0
    assert "TaskPal needs Python 3.11 or newer" in told.stderr
