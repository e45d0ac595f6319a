"""Something real of each sort, so that hostile requests get past the first check."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from io import BytesIO

import pyotp
from sqlmodel import col, delete
from starlette.testclient import TestClient

from taskpal import database, live, security
from taskpal.accounts import queries as accounts
from taskpal.accounts import recovery, second_step, two_step
from taskpal.accounts.cookies import form_cookie, half_way_cookie, session_cookie
from taskpal.accounts.models import Account, OwnerId, TwoStep
from taskpal.columns import now
from taskpal.oauth import service as oauth
from taskpal.todos import service as todos
from taskpal.todos.comments import service as comments
from taskpal.todos.comments.schemas import NewComment
from taskpal.todos.exchange import service as imports
from taskpal.todos.exchange.models import Import
from taskpal.todos.exchange.preparing import prepared
from taskpal.todos.exchange.reading.context import Context
from taskpal.todos.feeds import service as feeds
from taskpal.todos.feeds.models import Feed
from taskpal.todos.feeds.schemas import MadeFeed, NewFeed
from taskpal.todos.finding.filters import service as filters
from taskpal.todos.finding.filters.schemas import NewFilter
from taskpal.todos.history import queries as history
from taskpal.todos.history.schemas import ChangeQuery
from taskpal.todos.labels import service as labels
from taskpal.todos.labels.schemas import NewLabel
from taskpal.todos.lists import service as lists
from taskpal.todos.lists.schemas import NewList
from taskpal.todos.lists.sections import service as sections
from taskpal.todos.lists.sections.schemas import NewSection
from taskpal.todos.schemas import NewTodo
from tests import tries
from tests.conftest import make_account
from tests.oauth import actors
from tests.oauth.actors import App
from tests.oauth.devices import actors as devices
from tests.sessions import sign_in

PASSWORD = "correct horse battery staple"
SCOPE = "todos:read todos:write todos:delete profile:read"
CALLBACKS = {actors.CALLBACK, actors.LOOPBACK}
_numbers = itertools.count(1)


class World(Mapping[str, str]):
    """What ana and her apps have by now; what is used once is made anew each time."""

    def __init__(self, ana: OwnerId) -> None:
        self.ana = ana
        self.gpt: App = actors.gpt(ana)
        self.native: App = actors.native(ana)
        self.device: App = actors.device(ana)
        with database.transaction() as session:
            self.todo_id = todos.add(session, ana, NewTodo(title="Buy milk")).id
            self.list_id = lists.add(session, ana, NewList(name="Home")).id
            self.other_list_id = lists.add(session, ana, NewList(name="Work")).id
            self.section_id = sections.add(session, ana, NewSection(name="Soon")).id
            self.label_id = labels.add(session, ana, NewLabel(name="home")).id
            self.other_label_id = labels.add(session, ana, NewLabel(name="diy")).id
            kept = NewFilter(name="Now", query="today")
            self.filter_id = filters.add(session, ana, kept).id
            self.other_filter_id = filters.add(session, ana, kept).id
            said = NewComment(todo=self.todo_id, text="Oat.")
            self.comment_id = comments.add(session, ana, said).id
            self.token = oauth.make_personal_token(session, ana, SCOPE)
        self.form = security.new_token()
        self.careful = _careful()
        self.half_way = _half_way(self.careful)
        self.secret = ""
        self.again()

    def again(self) -> None:
        """New sessions, as the last ones may be over, and nobody who has to wait."""
        self.session = sign_in(self.ana)
        self.careful_session = sign_in(self.careful)
        self.leaving_session = ""
        _give_password(self.ana)
        self.registered: dict[str, str] = {}
        tries.forget()

    def person(self) -> TestClient:
        opened = actors.anyone()
        opened.cookies.set(session_cookie(), self.session)
        return opened

    def headers(self, caller: str) -> list[tuple[bytes, bytes]]:
        """How this caller shows who it is."""
        shown = {
            "visitor": ("cookie", f"{form_cookie()}={self.form}"),
            "half way": (
                "cookie",
                f"{form_cookie()}={self.form}; {half_way_cookie()}={self.half_way}",
            ),
            "browser": ("cookie", f"{session_cookie()}={self.session}"),
            "careful": ("cookie", f"{session_cookie()}={self.careful_session}"),
            "leaving": ("cookie", session_cookie() + "={leaving}"),
            "bearer": ("authorization", f"Bearer {self.token}"),
            "registered": ("authorization", "Bearer {registration}"),
        }.get(caller)
        shown = shown and (shown[0], shown[1].format_map(self))
        return [(shown[0].encode(), shown[1].encode())] if shown else []

    def __getitem__(self, name: str) -> str:
        return _MADE[name](self)

    def __iter__(self) -> Iterator[str]:
        return iter(_MADE)

    def __len__(self) -> int:
        return len(_MADE)


def _careful() -> OwnerId:
    """Somebody who signs in in two steps."""
    careful = make_account("careful")
    _give_password(careful)
    with database.transaction() as session:
        two_step.begin(session, careful, "careful@example.com")
        session.get_one(TwoStep, careful).confirmed_at = now()
    return careful


def _half_way(owner_id: OwnerId) -> str:
    """What the browser of somebody holds who still has to enter a code."""
    with database.reading() as session:
        checked = accounts.credentials_of(session, owner_id)
    assert checked is not None
    return second_step.half_way(checked).token


def _give_password(owner_id: OwnerId) -> None:
    with database.transaction() as session:
        session.get_one(Account, owner_id).password_hash = _hash()


@cache
def _hash() -> str:
    return security.hash_password(PASSWORD)


def _leaving(world: World) -> str:
    """A browser of somebody whose account may go; the same one for all of a request."""
    if not world.leaving_session:
        owner_id = make_account(f"leaving.{next(_numbers)}")
        _give_password(owner_id)
        world.leaving_session = sign_in(owner_id)
    return world.leaving_session


def _recovery_code(world: World) -> str:
    with database.transaction() as session:
        return recovery.make(session, world.careful)[0]


def _setup(world: World) -> str:
    """What the page holds that shows ana a new secret for her authenticator app."""
    with database.transaction() as session:
        session.execute(delete(TwoStep).where(col(TwoStep.account_id) == world.ana))
        world.secret = two_step.begin(session, world.ana, "ana@example.com").secret
    shown = f"{security.hash_token(world.session)} {world.secret}"
    return security.sign("two-step set-up", shown)


def _code(world: World) -> str:
    return world.native.code(world.person())


def _request(world: World) -> str:
    sent = world.native.request(prompt="consent")
    return actors.fields(actors.authorize(world.person(), sent))["request"]


def _registered(world: World) -> dict[str, str]:
    """An app that set itself up; the same one for all of a request."""
    if not world.registered:
        sent = {"redirect_uris": [actors.ON_THE_WEB]}
        answer = actors.anyone().post("/oauth/register", json=sent)
        assert answer.status_code == 201, answer.text
        world.registered = answer.json()
    return world.registered


def _allowed(world: World) -> str:
    begun = devices.begun(world.device)
    devices.decide(world.person(), begun["user_code"], "allow")
    code: str = begun["device_code"]
    return code


def _change(world: World) -> str:
    """What was done last."""
    with database.reading() as session:
        return history.changes(session, world.ana, ChangeQuery()).items[0].id


def _import(world: World) -> str:
    """A file that was read and not made yet, in place of the last one."""
    file = BytesIO(b"title\nBuy milk\n")
    found = prepared(file, Context(now()))
    with database.transaction() as session:
        live.hold(session, world.ana)  # the one before may be being made
        session.execute(delete(Import).where(col(Import.owner_id) == world.ana))
        return imports.keep(session, world.ana, found).id


def _feed(world: World) -> MadeFeed:
    """A calendar feed, in place of the last one."""
    with database.transaction() as session:
        session.execute(delete(Feed).where(col(Feed.owner_id) == world.ana))
        return feeds.make(session, world.ana, NewFeed())


_MADE: dict[str, Callable[[World], str]] = {
    "url": lambda _: "http://localhost:3000",
    "email": lambda _: "ana@example.com",
    "new_email": lambda _: f"eve.{next(_numbers)}@example.com",
    "form_csrf": lambda world: security.sign("form", world.form),
    "leaving": _leaving,
    "leaving_csrf": lambda world: security.sign("form", _leaving(world)),
    "careful_csrf": lambda world: security.sign("form", world.careful_session),
    "password": lambda _: PASSWORD,
    "recovery_code": _recovery_code,
    "setup": _setup,
    "first_code": lambda world: pyotp.TOTP(world.secret).now(),
    "csrf": lambda world: security.sign("form", world.session),
    "gpt_id": lambda world: world.gpt.id,
    "gpt_secret": lambda world: world.gpt.secret or "",
    "native_id": lambda world: world.native.id,
    "device_id": lambda world: world.device.id,
    "device_code": lambda world: devices.begun(world.device)["device_code"],
    "user_code": lambda world: devices.begun(world.device)["user_code"],
    "allowed_device_code": _allowed,
    "client_id": lambda world: _registered(world)["client_id"],
    "registered_id": lambda world: _registered(world)["client_id"],
    "registration": lambda world: _registered(world)["registration_access_token"],
    "challenge": lambda _: actors.CHALLENGE,
    "verifier": lambda _: actors.VERIFIER,
    "change": _change,
    "todo_id": lambda world: world.todo_id,
    "import_id": _import,
    "feed_id": lambda world: _feed(world).id,
    "token": lambda world: _feed(world).url.rpartition("/")[2].removesuffix(".ics"),
    "list_id": lambda world: world.list_id,
    "other_list_id": lambda world: world.other_list_id,
    "section_id": lambda world: world.section_id,
    "label_id": lambda world: world.label_id,
    "other_label_id": lambda world: world.other_label_id,
    "filter_id": lambda world: world.filter_id,
    "other_filter_id": lambda world: world.other_filter_id,
    "comment_id": lambda world: world.comment_id,
    "code": _code,
    "request": _request,
    "access": lambda world: world.gpt.tokens(world.person())["access_token"],
    "refresh": lambda world: world.gpt.tokens(world.person())["refresh_token"],
}
