"""What somebody signed in shows again, before what cannot be undone."""

import pyotp
import pytest

from taskpal import database
from taskpal.accounts import entry, proof, queries, two_step
from taskpal.accounts.doorstep import Visitor
from taskpal.accounts.errors import WrongCode, WrongPassword
from taskpal.accounts.schemas import Entered, SignedIn, new_account
from taskpal.errors import TooManyAttempts
from tests.accounts.conftest import PASSWORD, Clock

ANA = "ana@example.com"


async def enter(email: str) -> SignedIn:
    entered = await entry.sign_in(Visitor("192.0.2.1"), email, PASSWORD)
    assert isinstance(entered, Entered)
    with database.reading() as session:
        found = queries.signed_in(session, entered.session_token)
    assert found
    return found


@pytest.fixture
async def person(db: None) -> SignedIn:
    await entry.sign_up(Visitor("192.0.2.1"), new_account(ANA, PASSWORD))
    return await enter(ANA)


def turn_on(person: SignedIn, clock: Clock) -> tuple[pyotp.TOTP, list[str]]:
    with database.transaction() as session:
        made = two_step.begin(session, person.owner_id, person.email)
        app = pyotp.TOTP(made.secret)
        codes = two_step.confirm(session, person.owner_id, app.at(clock.time))
    clock.time += 60
    return app, codes


async def test_the_right_password_gives_what_is_needed_to_change_it(
    person: SignedIn,
) -> None:
    checked = await proof.password(person, PASSWORD)

    assert checked.owner_id == person.owner_id
    assert not checked.two_step
    assert checked.password_hash not in repr(checked)


@pytest.mark.parametrize("wrong", ["", "a guess", PASSWORD.upper(), "💥"])
async def test_another_password_is_refused(person: SignedIn, wrong: str) -> None:
    with pytest.raises(WrongPassword):
        await proof.password(person, wrong)


async def test_who_took_over_a_browser_cannot_guess_the_password(
    person: SignedIn,
) -> None:
    for _ in range(proof.PASSWORDS.times):
        with pytest.raises(WrongPassword):
            await proof.password(person, "a guess")

    with pytest.raises(TooManyAttempts):
        await proof.password(person, PASSWORD)


async def test_the_owner_elsewhere_is_not_slowed_down_by_that(
    person: SignedIn,
) -> None:
    elsewhere = await enter(ANA)
    for _ in range(proof.PASSWORDS.times):
        with pytest.raises(WrongPassword):
            await proof.password(person, "a guess")

    assert await proof.password(elsewhere, PASSWORD)


async def test_a_code_is_used_up_by_showing_it(person: SignedIn, clock: Clock) -> None:
    app, codes = turn_on(person, clock)
    code = app.at(clock.time)

    await proof.code(person, code)
    await proof.code(person, codes[0])

    for used in (code, codes[0], ""):
        with pytest.raises(WrongCode):
            await proof.code(person, used)


async def test_codes_are_not_guessed_either(person: SignedIn, clock: Clock) -> None:
    app, _codes = turn_on(person, clock)
    for _ in range(proof.CODES.times):
        with pytest.raises(WrongCode):
            await proof.code(person, "not a code")

    with pytest.raises(TooManyAttempts):
        await proof.code(person, app.at(clock.time))


async def test_a_password_proves_nothing_for_another_account(person: SignedIn) -> None:
    await entry.sign_up(Visitor("192.0.2.1"), new_account("ben@example.com", PASSWORD))
    ben = await enter("ben@example.com")
    mixed = SignedIn(ben.owner_id, ben.session_id, ANA, "", ben.expires_at)

    with pytest.raises(WrongPassword):
        await proof.password(mixed, PASSWORD)
