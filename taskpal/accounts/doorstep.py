"""The browser at the door: where it is, and whether an account knows it."""

from dataclasses import dataclass

from sqlmodel import Session

from taskpal import security
from taskpal.accounts import queries, service
from taskpal.accounts.log import Where
from taskpal.accounts.words import email_key
from taskpal.database import in_transaction


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever wants to sign in, as far as one can tell."""

    address: str
    user_agent: str = ""
    session_token: str | None = None
    known_as: str | None = None

    @property
    def where(self) -> Where:
        """As the account's log has it."""
        return Where(self.address, self.user_agent)

    def is_known(self, email: str) -> bool:
        """Whether this browser has signed in to the account before."""
        return security.same(self.known_as or "", known_as(email))

    def place(self, email: str) -> str:
        """Where tries come from: strangers at the same address count as one."""
        return "a browser it knows" if self.is_known(email) else self.address


def known_as(email: str) -> str:
    """What a browser keeps to show that it has signed in to this account before."""
    return security.sign("known browser", email_key(email))


async def leave_before(visitor: Visitor) -> None:
    """End the session this browser had before it got a new one, whoever's that was.

    In a transaction of its own: no two may each wait for the other's account.
    """
    if visitor.session_token:
        await in_transaction(_leave, visitor)


def _leave(session: Session, visitor: Visitor) -> None:
    if before := queries.signed_in(session, visitor.session_token):
        service.sign_out(session, before.owner_id, before.session_id, visitor.where)
