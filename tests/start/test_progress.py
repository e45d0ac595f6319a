import pytest

from taskpal.start import progress
from taskpal.start.progress import Progress


def test_without_a_terminal_a_job_takes_two_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Progress("Counting", total=3) as counting:
        counting.advance(now="two")
        counting.advance()

    first, last = capsys.readouterr().err.splitlines()
    assert first == "Counting ..."
    assert last.startswith("Counting: done in ")


def test_on_a_terminal_the_line_is_redrawn(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: True, raising=False)

    with Progress("Counting", total=2) as counting:
        counting.advance(now="half")

    drawn = capsys.readouterr().err
    assert "50 %" in drawn
    assert "half" in drawn
    assert drawn.count("\n") == 1


def test_a_job_that_fails_does_not_claim_to_be_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(ValueError, match="no"), Progress("Counting", total=2):
        raise ValueError("no")

    assert "Counting: stopped after" in capsys.readouterr().err
