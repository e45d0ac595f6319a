"""What a search asks for is bounded, whatever was typed."""

from taskpal.todos.search.words import MOST, sought


def test_only_so_many_runs_are_looked_for_in_every_todo() -> None:
    """Hundreds kept the database busy for half a minute."""
    text = " ".join(f'-no{n} "in{n} a"' for n in range(50))

    asked = sought(text)

    assert [run.text for run in asked.excluded] == [f"no{n}" for n in range(MOST)]
    assert [run.text for run in asked.runs] == [f"in{n} a" for n in range(MOST)]
    assert len(asked.words) == 51


def test_a_run_that_is_there_twice_counts_once() -> None:
    assert len(sought("milk -oat -oat -Oat").excluded) == 1
