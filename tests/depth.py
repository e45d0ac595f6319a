"""How far made-up cases are searched: a little in every run, far when it is asked for.

TEST_DEPTH=100 .venv/bin/python -m pytest tests/todos/recurrence/test_machine.py
"""

import os
from typing import Final

from hypothesis import HealthCheck, settings

DEPTH: Final = int(os.environ.get("TEST_DEPTH", "1"))
"""So many times the examples of an ordinary run."""

_LONGEST = 50


def machine(examples: int, steps: int) -> settings:
    """For a state machine: so many runs of so many steps, and longer ones in depth."""
    return settings(
        max_examples=examples * DEPTH,
        stateful_step_count=steps if DEPTH == 1 else _LONGEST,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
