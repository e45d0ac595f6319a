"""What the page /connections shows. Moments are in ISO 8601; scopes in people's words.

They are plain, as they go to the browser as they are.
"""

from dataclasses import dataclass

from taskpal.oauth.schemas import DEVICE, NATIVE, WEB

KINDS = {
    WEB: ("Web app", "Runs on a server, which keeps a secret."),
    NATIVE: ("Native app", "Runs on people's computers and phones."),
    DEVICE: ("Device", "Has no browser: people type a short code elsewhere."),
}
"""What a user can set up here, besides a Custom GPT: its name, and what it is."""

LIFETIMES = {7: "7 days", 30: "30 days", 90: "90 days", 365: "a year"}
"""For how many days a token can last, in words."""


@dataclass(frozen=True, slots=True)
class OwnApp:
    """A client that the user keeps.

    `callbacks` are the addresses it may send people back to, `people` how many let it
    in. `stage` says how far a Custom GPT is: new, asked (its callback waits), approved,
    connected (by its owner).
    """

    id: str
    kind: str
    name: str
    made: str
    callbacks: list[str]
    people: int
    stage: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A GPT's callback to approve, on each of the hosts ChatGPT uses."""

    id: str
    client_name: str
    callbacks: list[str]


@dataclass(frozen=True, slots=True)
class ConnectedApp:
    """An app the user let in.

    `origin` is own, someone's, registered or document; `place` is where it leads or
    what describes it, as far as that is known.
    """

    id: str
    name: str
    origin: str
    place: str
    scopes: list[str]
    since: str
    used: str


@dataclass(frozen=True, slots=True)
class PersonalToken:
    """A token for the user's own scripts."""

    id: str
    name: str
    scopes: list[str]
    made: str
    expires: str
    used: str


@dataclass(frozen=True, slots=True)
class Everything:
    """All of it, read at once."""

    gpts: list[OwnApp]
    waiting: list[Waiting]
    apps: list[OwnApp]
    connected: list[ConnectedApp]
    tokens: list[PersonalToken]
