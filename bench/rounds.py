"""Two servers asked in turn, in many short rounds: what disturbs one disturbs both."""

from bench.load import Plan, Seen, run
from bench.measure import Step

ROUNDS = 10
SECONDS = 1.0
WARM_UP = 1.0


def compare(
    first: tuple[int, list[str]], second: tuple[int, list[str]], step: Step
) -> tuple[list[Seen], list[Seen]]:
    """What each server did in each round; each is a port and the requests to send."""
    for port, requests in (first, second):
        step("warming up")
        _checked(run(Plan(port, requests, seconds=WARM_UP)))
    seen: tuple[list[Seen], list[Seen]] = ([], [])
    for number in range(1, ROUNDS + 1):
        step(f"round {number} of {ROUNDS}")
        for (port, requests), results in zip((first, second), seen, strict=True):
            results.append(_checked(run(Plan(port, requests, seconds=SECONDS))))
    return seen


STEPS = 2 + ROUNDS


def per_second(seen: list[Seen]) -> list[float]:
    return [one.per_second for one in seen]


def _checked(seen: Seen) -> Seen:
    wrong = {code: n for code, n in seen.statuses.items() if not code.startswith("2")}
    if wrong or not seen.statuses:
        raise RuntimeError(f"The server did not answer as it should: {seen.statuses}")
    return seen
