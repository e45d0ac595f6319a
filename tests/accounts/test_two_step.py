"""An authenticator's codes and recovery codes: each counts once, and for its owner."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlmodel import Session, select

from taskpal import database, security
from taskpal.accounts import log, recovery, two_step
from taskpal.accounts.errors import SetUpIsOver, TwoStepIsOff, TwoStepIsOn, WrongCode
from taskpal.accounts.models import OwnerId, RecoveryCode, TwoStep
from taskpal.columns import now
from tests.accounts.conftest import Clock

ANA = "ana@example.com"


def turned_on(
    session: Session, owner_id: OwnerId, clock: Clock
) -> tuple[pyotp.TOTP, list[str]]:
    """Their app and recovery codes, at a time when its next code is not used yet."""
    app = pyotp.TOTP(two_step.begin(session, owner_id, ANA).secret)
    codes = two_step.confirm(session, owner_id, app.at(clock.time))
    clock.time += 60
    return app, codes


def kinds(session: Session, owner_id: OwnerId) -> list[str]:
    session.flush()
    return [line.kind for line in log.lines(session, owner_id)]


def test_it_is_off_to_begin_with(session: Session, ana: OwnerId) -> None:
    assert two_step.state_of(session, ana) == two_step.TwoStepState(False, 0, None)


def test_it_counts_once_a_code_was_seen(
    session: Session, ana: OwnerId, clock: Clock
) -> None:
    app = pyotp.TOTP(two_step.begin(session, ana, ANA).secret)
    assert not two_step.state_of(session, ana).on
    assert not two_step.check(session, ana, app.at(clock.time))

    codes = two_step.confirm(session, ana, app.at(clock.time))

    state = two_step.state_of(session, ana)
    assert (state.on, state.codes_left) == (True, 10)
    assert len(set(codes)) == 10
    assert kinds(session, ana) == ["two_step_on"]


def test_an_authenticator_is_told_whose_codes_these_are(
    session: Session, ana: OwnerId
) -> None:
    made = two_step.begin(session, ana, ANA)

    url = urlsplit(made.uri)
    asked = parse_qs(url.query)
    assert (url.scheme, url.netloc, url.path) == (
        "otpauth",
        "totp",
        "/TaskPal:ana%40example.com",
    )
    assert asked == {"secret": [made.secret], "issuer": ["TaskPal"]}
    assert len(made.secret) == 32  # 160 bits: RFC 4226 §4, R6
    assert made.secret not in repr(made)


def test_a_wrong_code_turns_nothing_on(
    session: Session, ana: OwnerId, clock: Clock
) -> None:
    app = pyotp.TOTP(two_step.begin(session, ana, ANA).secret)
    too_old = app.at(clock.time - 3600)

    with pytest.raises(WrongCode):
        two_step.confirm(session, ana, too_old)

    assert not two_step.state_of(session, ana).on


def test_a_secret_shown_long_ago_is_not_confirmed(
    session: Session, ana: OwnerId, clock: Clock
) -> None:
    app = pyotp.TOTP(two_step.begin(session, ana, ANA).secret)
    session.get_one(TwoStep, ana).made_at -= timedelta(hours=2)
    session.flush()

    with pytest.raises(SetUpIsOver):
        two_step.confirm(session, ana, app.at(clock.time))

    assert two_step.pending(session, ana, ANA) is None


def test_beginning_again_makes_a_new_secret_and_forgets_the_first(
    session: Session, ana: OwnerId, clock: Clock
) -> None:
    first = two_step.begin(session, ana, ANA)
    second = two_step.begin(session, ana, ANA)

    assert two_step.pending(session, ana, ANA) == second
    with pytest.raises(WrongCode):
        two_step.confirm(session, ana, pyotp.TOTP(first.secret).at(clock.time))


def test_what_is_on_is_not_begun_confirmed_or_shown_again(
    session: Session, ana: OwnerId, clock: Clock
) -> None:
    app, _codes = turned_on(session, ana, clock)

    with pytest.raises(TwoStepIsOn):
        two_step.begin(session, ana, ANA)
    with pytest.raises(TwoStepIsOn):
        two_step.confirm(session, ana, app.at(clock.time))
    assert two_step.pending(session, ana, ANA) is None


@pytest.mark.parametrize(("seconds", "right"), [(-30, True), (0, True), (30, True)])
def test_a_clock_may_be_half_a_minute_off(
    session: Session, ana: OwnerId, clock: Clock, seconds: int, right: bool
) -> None:
    app, _codes = turned_on(session, ana, clock)

    assert two_step.check(session, ana, app.at(clock.time + seconds)) is right


@pytest.mark.parametrize("seconds", [-90, -60, 60, 90])
def test_a_clock_may_not_be_a_minute_off(
    session: Session, ana: OwnerId, clock: Clock, seconds: int
) -> None:
    app, _codes = turned_on(session, ana, clock)
    clock.time += 3600

    assert not two_step.check(session, ana, app.at(clock.time + seconds))


def test_the_code_that_turned_it_on_is_used_up(
    session: Session, ana: OwnerId, clock: Clock
) -> None:
    app, _codes = turned_on(session, ana, clock)
    clock.time -= 60

    assert not two_step.check(session, ana, app.at(clock.time))


def test_no_code_is_accepted_twice_nor_after_a_later_one(
    session: Session, ana: OwnerId, clock: Clock
) -> None:
    app, _codes = turned_on(session, ana, clock)

    assert two_step.check(session, ana, app.at(clock.time))
    assert not two_step.check(session, ana, app.at(clock.time))
    assert not two_step.check(session, ana, app.at(clock.time - 30))
    assert two_step.check(session, ana, app.at(clock.time + 30))


@pytest.mark.parametrize("how", ["{0} {1}", " {0}-{1}\n", "{0}\u00a0{1}"])
def test_a_code_may_be_spaced(
    session: Session, ana: OwnerId, clock: Clock, how: str
) -> None:
    app, _codes = turned_on(session, ana, clock)
    code = app.at(clock.time)

    assert two_step.check(session, ana, how.format(code[:3], code[3:]))


@pytest.mark.parametrize(
    "odd", ["", " ", "000000000000", "12345", "a" * 100_000, "١٢٣٤٥٦", "\ud800", "💥"]
)
def test_odd_codes_are_merely_wrong(
    session: Session, ana: OwnerId, clock: Clock, odd: str
) -> None:
    turned_on(session, ana, clock)

    assert not two_step.check(session, ana, odd)


def test_a_recovery_code_works_once_however_it_is_written(
    session: Session, ana: OwnerId, clock: Clock
) -> None:
    _app, codes = turned_on(session, ana, clock)
    written = f" {codes[0].upper().replace('-', ' ')} "

    assert two_step.check(session, ana, written)
    assert not two_step.check(session, ana, codes[0])

    assert two_step.state_of(session, ana).codes_left == 9
    newest = log.lines(session, ana)[0]
    assert (newest.kind, newest.detail) == ("recovery_code_used", "9 left")


def test_recovery_codes_are_readable_and_kept_only_as_hashes(
    session: Session, ana: OwnerId, clock: Clock
) -> None:
    _app, codes = turned_on(session, ana, clock)
    session.flush()

    kept = repr([row.model_dump() for row in session.exec(select(RecoveryCode))])
    letters = f"[{security.ID_ALPHABET}]{{4}}"
    assert all(re.fullmatch("-".join([letters] * 3), code) for code in codes)
    assert not any(code.replace("-", "") in kept for code in codes)


def test_the_secret_is_sealed(session: Session, ana: OwnerId) -> None:
    made = two_step.begin(session, ana, ANA)
    session.flush()

    assert made.secret not in session.get_one(TwoStep, ana).secret_sealed


def test_new_recovery_codes_replace_the_old_ones(
    session: Session, ana: OwnerId, clock: Clock
) -> None:
    _app, old = turned_on(session, ana, clock)

    new = two_step.new_recovery_codes(session, ana)

    assert not two_step.check(session, ana, old[0])
    assert two_step.check(session, ana, new[0])
    assert "recovery_codes_made" in kinds(session, ana)


def test_ben_cannot_use_anas_codes(
    session: Session, ana: OwnerId, ben: OwnerId, clock: Clock
) -> None:
    app, codes = turned_on(session, ana, clock)
    turned_on(session, ben, clock)

    assert not two_step.check(session, ben, codes[0])
    assert not two_step.check(session, ben, app.at(clock.time))
    assert two_step.check(session, ana, codes[0])


def test_turned_off_no_code_counts_and_no_secret_is_left(
    session: Session, ana: OwnerId, clock: Clock
) -> None:
    app, codes = turned_on(session, ana, clock)

    two_step.turn_off(session, ana)

    assert not two_step.check(session, ana, app.at(clock.time))
    assert not two_step.check(session, ana, codes[0])
    assert session.exec(select(TwoStep)).all() == []
    assert session.exec(select(RecoveryCode)).all() == []
    assert kinds(session, ana)[0] == "two_step_off"


def test_what_is_off_is_neither_turned_off_nor_given_codes(
    session: Session, ana: OwnerId
) -> None:
    for change in (two_step.turn_off, two_step.new_recovery_codes):
        with pytest.raises(TwoStepIsOff):
            change(session, ana)


def test_with_another_secret_key_codes_are_wrong_and_nothing_breaks(
    session: Session, ana: OwnerId, clock: Clock
) -> None:
    app, _codes = turned_on(session, ana, clock)
    session.get_one(TwoStep, ana).secret_sealed = "sealed under another key"
    session.flush()

    assert not two_step.check(session, ana, app.at(clock.time))


@pytest.mark.parametrize("kind", ["the app's", "a recovery"])
def test_of_twenty_at_once_with_one_code_one_gets_in(
    ana: OwnerId, clock: Clock, kind: str
) -> None:
    with database.transaction() as session:
        app, codes = turned_on(session, ana, clock)
    code = app.at(clock.time) if kind == "the app's" else codes[0]

    def try_it(_number: int) -> bool:
        with database.transaction() as session:
            return two_step.check(session, ana, code)

    with ThreadPoolExecutor(20) as crowd:
        let_in = list(crowd.map(try_it, range(20)))

    assert sorted(let_in) == [False] * 19 + [True]


def test_old_codes_do_not_pile_up(session: Session, ana: OwnerId, clock: Clock) -> None:
    turned_on(session, ana, clock)

    for _ in range(3):
        two_step.new_recovery_codes(session, ana)

    assert len(session.exec(select(RecoveryCode)).all()) == recovery.HOW_MANY
    assert session.get_one(TwoStep, ana).made_at <= now()
