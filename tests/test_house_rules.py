"""What a linter cannot know about TaskPal, and whether import-linter still bites."""

import ast
import importlib
import inspect
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import reflex as rx

from taskpal import http
from taskpal.settings import PROJECT

SOURCES = sorted((PROJECT / "taskpal").rglob("*.py"))
STATES = [path for path in SOURCES if path.name == "state.py"]

# The schema of the API, which anyone may read, is not an operation of it.
OPEN_OPERATIONS: set[str] = set()

# Not a password's hash: it is compared with itself, to see whether it has changed.
SECRET = re.compile(r"(?<!password)_hash$|secret$|token$|signature$|_challenge$|_code$")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_only_settings_reads_the_environment(path: Path) -> None:
    readers = {"settings.py"}

    found = list(_environment_reads(ast.parse(path.read_text())))

    assert path.name in readers or not found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_only_one_place_sets_cookies(path: Path) -> None:
    setters = ("set_cookie", "delete_cookie", '"set-cookie"', '"Set-Cookie"')

    found = [word for word in setters if word in path.read_text()]

    assert path.name == "cookies.py" or not found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_secrets_are_compared_in_constant_time(path: Path) -> None:
    found = list(_comparisons_of_secrets(ast.parse(path.read_text())))

    assert not found, "use security.same"


@pytest.mark.parametrize("line", ["token == sent", "row.secret_hash != _hash(sent)"])
def test_a_comparison_that_takes_its_time_is_noticed(line: str) -> None:
    assert list(_comparisons_of_secrets(ast.parse(line)))


@pytest.mark.parametrize("path", STATES, ids=lambda path: path.parent.name)
def test_a_browser_can_call_only_what_a_state_offers(path: Path) -> None:
    name = ".".join(path.relative_to(PROJECT).with_suffix("").parts)
    module = importlib.import_module(name)

    for state in vars(module).values():
        if _is_state_of(state, module.__name__):
            tree = ast.parse(inspect.getsource(state))
            assert list(_undecorated_methods(tree)) == []


def test_every_operation_needs_a_token() -> None:
    document = http.http().openapi()

    unguarded = {
        operation["operationId"]
        for operations in document["paths"].values()
        for operation in operations.values()
        if not operation.get("security")
    }

    assert document["paths"]
    assert unguarded == OPEN_OPERATIONS


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("todos/queries/pages.py", "import taskpal.todos.service", "Inside a domain"),
        ("accounts/queries.py", "import taskpal.todos.models", "Between domains"),
        ("assistant/views.py", "import taskpal.account_settings", "Between domains"),
        ("ui/plain.py", "import taskpal.accounts.models", "The user interface's"),
        ("todos/service.py", "import fastapi", "The core knows"),
        ("live.py", "import reflex", "The core knows"),
        ("todos/service.py", "import authlib", "Authlib appears"),
    ],
)
def test_breaking_an_import_rule_is_noticed(
    tmp_path: Path, file: str, line: str, contract: str
) -> None:
    shutil.copytree(PROJECT / "taskpal", tmp_path / "taskpal")
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    broken = tmp_path / "taskpal" / file
    broken.write_text(f"{broken.read_text()}\n{line}\n")

    told = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    verdicts = [row for row in told.stdout.splitlines() if row.startswith(contract)]
    assert verdicts
    assert verdicts[0].endswith("BROKEN")


def _environment_reads(tree: ast.Module) -> Iterator[int]:
    """Lines that look at the environment; `update` and assignments only write to it."""
    written = {
        id(node.value)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr == "update")
        or (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store))
    }
    for node in ast.walk(tree):
        named = node.attr if isinstance(node, ast.Attribute) else ""
        named = node.id if isinstance(node, ast.Name) else named
        if named in {"environ", "environb", "getenv"} and id(node) not in written:
            yield node.lineno


def _comparisons_of_secrets(tree: ast.Module) -> Iterator[str]:
    """Comparisons by == of what is secret; the database's own look up an index."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(
            node.ops[0], ast.Eq | ast.NotEq
        ):
            sides = [node.left, *node.comparators]
            names = [_name(side) for side in sides if not _is_column(side)]
            if len(names) == len(sides) and any(map(SECRET.search, names)):
                yield f"{node.lineno}: {ast.unparse(node)}"


def _name(side: ast.expr) -> str:
    return getattr(side, "attr", "") or getattr(side, "id", "")


def _is_column(side: ast.expr) -> bool:
    """`Token.id`, say: a class has its name capitalised."""
    table = getattr(side, "value", None)
    return isinstance(table, ast.Name) and table.id[:1].isupper()


def _is_state_of(thing: object, module: str) -> bool:
    return (
        inspect.isclass(thing)
        and issubclass(thing, rx.State)
        and thing.__module__ == module
    )


def _undecorated_methods(tree: ast.Module) -> Iterator[str]:
    [state] = tree.body
    assert isinstance(state, ast.ClassDef)
    for method in state.body:
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
            offered = [
                ast.unparse(one).partition("(")[0] for one in method.decorator_list
            ]
            if not method.name.startswith("_") and not {"rx.event", "rx.var"} & {
                *offered
            }:
                yield method.name
