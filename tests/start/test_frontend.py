"""When the front end is built again, and what is said when that fails."""

import subprocess
from pathlib import Path

import pytest

from taskpal.start import environment, frontend

MADE_FROM = {
    "rxconfig.py": "config",
    "assets/taskpal.css": "body {}",
    "taskpal/todos/dashboard/pages.py": "page",
    "taskpal/todos/schemas.py": "schema",
    "taskpal/todos/service.py": "service",
    "taskpal/todos/history/recording.py": "history",
    "taskpal/commands/seed.py": "seed",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project whose build writes one file and counts itself."""
    for name, text in MADE_FROM.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    built = tmp_path / ".web" / "build"
    monkeypatch.setattr(frontend, "PROJECT", tmp_path)
    monkeypatch.setattr(frontend, "BUILT", built)
    monkeypatch.setattr(frontend, "STAMP", built / "made-from")
    monkeypatch.setattr(frontend, "LOG", tmp_path / "build.log")

    def build() -> None:
        built.mkdir(parents=True, exist_ok=True)
        with (tmp_path / "builds").open("a") as builds:
            builds.write("x")

    monkeypatch.setattr(frontend, "_build", build)
    return tmp_path


def builds(project: Path) -> int:
    return len((project / "builds").read_text())


def test_it_is_built_once_while_nothing_changes(project: Path) -> None:
    frontend.ensure_built()
    frontend.ensure_built()

    assert builds(project) == 1


@pytest.mark.parametrize(
    "name", ["rxconfig.py", "assets/taskpal.css", "taskpal/todos/dashboard/pages.py"]
)
def test_it_is_built_again_when_a_source_changes(project: Path, name: str) -> None:
    frontend.ensure_built()
    (project / name).write_text("changed")

    frontend.ensure_built()

    assert builds(project) == 2


@pytest.mark.parametrize(
    "name",
    [
        "taskpal/todos/service.py",
        "taskpal/todos/history/recording.py",
        "taskpal/commands/seed.py",
    ],
)
def test_what_only_the_server_runs_does_not_matter(project: Path, name: str) -> None:
    frontend.ensure_built()
    (project / name).write_text("changed")

    frontend.ensure_built()

    assert builds(project) == 1


def test_a_new_source_matters_too(project: Path) -> None:
    frontend.ensure_built()
    (project / "assets" / "new.jsx").write_text("new")

    frontend.ensure_built()

    assert builds(project) == 2


def test_a_failed_build_shows_the_end_of_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frontend, "PROJECT", tmp_path)
    monkeypatch.setattr(frontend, "BUILT", tmp_path / "build")
    monkeypatch.setattr(frontend, "LOG", tmp_path / "frontend.log")
    monkeypatch.setattr(frontend, "_BUILD", ["-c", "print('out of disk'); exit(1)"])
    monkeypatch.setattr(frontend, "prepare", lambda: None)

    with pytest.raises(frontend.BuildFailed, match="out of disk"):
        frontend._build()


def test_npm_is_asked_which_registry_it_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", "https://packages.example.com/")
    environment.use_own_node()

    assert frontend._npm_registry() == "https://packages.example.com/"


def test_an_npm_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "node: not found")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)

    with pytest.raises(frontend.BuildFailed, match="node: not found"):
        frontend._npm_registry()
