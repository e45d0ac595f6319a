"""How fast the API lists and adds todos, against the floor and as the table grows."""

import json
import random
import statistics

from bench import records, rounds, servers
from bench.load import Plan, Seen, request, run
from bench.measure import Measure, Row, Step, ratio

LIST = "/api/todos?limit=10"
NEW = json.dumps({"title": "Buy milk"}).encode()
SOME_USERS = 500


def lists(step: Step) -> list[Measure]:
    """GET /api/todos, 10 of 100 todos, against the floor."""
    url = _small(step)
    with servers.taskpal(url) as port, servers.floor(url) as floor:
        nothing = run(Plan(floor, [request("GET", "/nothing", port=floor)], seconds=1))
        asks = [request("GET", LIST, records.token(0), port=port)]
        ours, theirs = rounds.compare((port, asks), (floor, asks), step)
    return [
        Measure(
            "GET /api/todos, 10 of 100 todos, against the floor",
            ratio(rounds.per_second(ours), rounds.per_second(theirs)),
            "of the floor",
            must=0.4,
            aim=0.6,
            how=f"{_rates(ours, theirs)}; the load generator alone reaches "
            f"{nothing.per_second:,.0f}/s",
        )
    ]


def growth(step: Step) -> list[Measure]:
    """The same with 1,000,000 todos of 10,000 users, against 100 in the table."""
    small = _small(step)
    step("writing 1,000,000 todos")
    large = records.large()
    chosen = random.Random(1).sample(range(10_000), SOME_USERS)
    with servers.taskpal(large) as port, servers.taskpal(small) as few:
        many = [request("GET", LIST, records.token(one), port=port) for one in chosen]
        one = [request("GET", LIST, records.token(0), port=few)]
        ours, theirs = rounds.compare((port, many), (few, one), step)
    return [
        Measure(
            "the same with 1,000,000 todos of 10,000 users, against 100 in the table",
            ratio(rounds.per_second(ours), rounds.per_second(theirs)),
            "of the small table",
            must=0.8,
            aim=0.95,
            how=f"{_rates(ours, theirs)}; {SOME_USERS} users in turn",
        )
    ]


def adds(step: Step) -> list[Measure]:
    """POST /api/todos against one INSERT and commit."""
    url = _small(step)
    with servers.taskpal(url) as port, servers.floor(url) as floor:
        users = range(records.WRITERS)
        path = "/api/todos"
        ours = [request("POST", path, records.token(u), NEW, port) for u in users]
        theirs = [request("POST", path, records.owner(u), NEW, floor) for u in users]
        added, inserted = rounds.compare((port, ours), (floor, theirs), step)
    return [
        Measure(
            "POST /api/todos, against one INSERT and commit",
            ratio(rounds.per_second(added), rounds.per_second(inserted)),
            "of the floor",
            must=0.3,
            aim=0.5,
            how=f"{_rates(added, inserted)}; 16 users, one connection each",
        )
    ]


ROWS = [
    Row("Listing todos", rounds.STEPS + 1, lists),
    Row("Adding todos", rounds.STEPS + 1, adds),
    Row("Listing in a large table", rounds.STEPS + 2, growth),
]


def _small(step: Step) -> str:
    """A new one for each row: another row's todos would slow the lists down."""
    step("starting servers")
    return records.small()


def _rates(ours: list[Seen], theirs: list[Seen]) -> str:
    def middle(seen: list[Seen]) -> str:
        rate = statistics.median(one.per_second for one in seen)
        latency = statistics.median(one.median_ms for one in seen)
        return f"{rate:,.0f}/s ({latency:.1f} ms)"

    return f"{middle(ours)} against {middle(theirs)}"
