"""RULES.md names tests that exist, and at least one for each rule."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def _rules() -> dict[str, list[tuple[str, str]]]:
    """Each rule of the tables, and the tests named beside it."""
    lines = Path(__file__).with_name("RULES.md").read_text().splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    return {row[0]: NAMED.findall(row[-1]) for row in rows if row[0] != "Rule"}


@pytest.mark.parametrize("rule", _rules())
def test_the_rule_has_tests_that_exist(rule: str) -> None:
    named = _rules()[rule]

    assert named, "no test is named beside it"
    missing = [f"{file}::{test}" for file, test in named if test not in _tests(file)]
    assert not missing


def test_no_rule_is_lost() -> None:
    assert len(_rules()) >= 75


@cache
def _tests(file: str) -> frozenset[str]:
    path = TESTS / file
    found = ast.walk(ast.parse(path.read_text())) if path.exists() else ()
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    return frozenset(node.name for node in found if isinstance(node, functions))
