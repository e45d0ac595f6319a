"""The token endpoint: who asks, in which form, and what a refusal looks like."""

import base64
from ipaddress import ip_network

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from taskpal.accounts.models import OwnerId
from taskpal.http import http
from taskpal.web import addresses
from tests.oauth import actors
from tests.oauth.actors import App


def basic(pair: str | bytes) -> dict[str, str]:
    raw = pair if isinstance(pair, bytes) else pair.encode()
    return {"Authorization": f"Basic {base64.b64encode(raw).decode()}"}


def refused(answer: httpx.Response, status: int, error: str) -> bool:
    """Whether this is a refusal in RFC 6749's form."""
    body = answer.json()
    described = body.get("error_description", "")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert body.keys() <= {"error", "error_description"}
    assert described.isascii()
    assert not set(described) & set('"\\')
    assert (answer.status_code, body["error"]) == (status, error)
    return True


def test_a_json_body_is_refused_with_a_sentence_that_says_so(ana: OwnerId) -> None:
    answer = actors.anyone().post("/oauth/token", json={"grant_type": "x"})

    assert refused(answer, 400, "invalid_request")
    assert "form" in answer.json()["error_description"]


@pytest.mark.parametrize(
    "kind",
    ["", "multipart/form-data; boundary=x", "text/plain", "é", "application/xml"],
)
def test_only_a_form_is_read(ana: OwnerId, kind: str) -> None:
    answer = actors.anyone().post(
        "/oauth/token", content=b"grant_type=x", headers={"Content-Type": kind.encode()}
    )

    assert refused(answer, 400, "invalid_request")


def test_the_forms_charset_may_be_named(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    code = app.code(actors.browser(ana))
    kind = "application/x-www-form-urlencoded; charset=utf-8"
    app.authorization = {"Content-Type": kind}

    assert app.redeem(code).status_code == 200


@pytest.mark.parametrize(
    ("grant_type", "error"),
    [
        (None, "invalid_request"),
        ("", "unsupported_grant_type"),
        ("password", "unsupported_grant_type"),
        ("client_credentials", "unsupported_grant_type"),
        ("implicit", "unsupported_grant_type"),
        ('"é', "unsupported_grant_type"),
    ],
)
def test_there_is_no_other_grant(
    ana: OwnerId, grant_type: str | None, error: str
) -> None:
    app = actors.gpt(ana)
    form = {"grant_type": grant_type, "username": "a", "password": "b", **app.proof()}

    assert refused(app.post("/oauth/token", **form), 400, error)


def test_a_duplicate_parameter_is_named(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    answer = actors.anyone().post(
        "/oauth/token",
        content=f"grant_type=authorization_code&code=a&client_id={app.id}&code=b",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert refused(answer, 400, "invalid_request")
    assert "'code'" in answer.json()["error_description"]


@pytest.mark.parametrize("secret", ["", "wrong", "tp_cs_", "é", '"', "\udcff", None])
def test_a_wrong_secret_is_refused(ana: OwnerId, secret: str | None) -> None:
    app = actors.gpt(ana)
    code = app.code(actors.browser(ana))

    answer = app.redeem(
        code, client_secret=secret and secret.encode("utf-8", "replace").decode()
    )

    assert refused(answer, 401, "invalid_client")
    assert answer.headers["www-authenticate"].startswith("Basic")
    assert app.redeem(code).status_code == 200


def test_an_unknown_client_is_refused(ana: OwnerId) -> None:
    app = actors.gpt(ana)

    answer = app.redeem("tp_ac_x", client_id="nobody")

    assert refused(answer, 401, "invalid_client")


def test_no_client_at_all_is_refused(ana: OwnerId) -> None:
    answer = actors.gpt(ana).redeem("tp_ac_x", client_id=None, client_secret=None)

    assert refused(answer, 401, "invalid_client")


def test_two_methods_at_once_are_refused(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    code = app.code(actors.browser(ana))
    app.authorization = basic(f"{app.id}:{app.secret}")

    assert refused(app.redeem(code), 400, "invalid_request")
    assert app.redeem(code, client_secret=None).status_code == 200


def test_two_client_ids_are_refused(ana: OwnerId, ben: OwnerId) -> None:
    app, other = actors.gpt(ana), actors.gpt(ben)
    app.authorization = basic(f"{app.id}:{app.secret}")

    answer = app.redeem("tp_ac_x", client_id=other.id, client_secret=None)

    assert refused(answer, 400, "invalid_request")


@pytest.mark.parametrize(
    "header",
    [
        {"Authorization": "Basic"},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Bearer tp_at_x"},
        {"Authorization": "Basic é"},
        basic("no-colon"),
        basic(b"\xff\xfe:\xff"),
        basic("%FF:%FF"),
        basic("a\0b:c\0d"),
        basic("a" * 10_000 + ":b"),
        basic(":"),
    ],
)
def test_a_header_that_cannot_be_read_is_refused(
    ana: OwnerId, header: dict[str, str]
) -> None:
    app = actors.gpt(ana)
    answer = actors.anyone().post(
        "/oauth/token",
        data={"grant_type": "refresh_token", "refresh_token": "x"},
        headers={name: value.encode() for name, value in header.items()},
    )

    assert refused(answer, 401, "invalid_client")
    assert app.id


def test_a_basic_header_is_form_encoded_inside(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    code = app.code(actors.browser(ana))
    encoded = "".join(f"%{ord(letter):02X}" for letter in str(app.secret))
    app.authorization = basic(f"{app.id}:{encoded}")

    assert app.redeem(code, client_id=None, client_secret=None).status_code == 200


def test_credentials_in_the_url_are_ignored(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    code = app.code(actors.browser(ana))
    url = f"/oauth/token?client_id={app.id}&client_secret={app.secret}&code={code}"
    form = {"grant_type": "authorization_code", "redirect_uri": app.redirect_uri}

    answer = actors.anyone().post(url, data=form)

    assert refused(answer, 401, "invalid_client")
    assert app.redeem(code).status_code == 200


def test_a_public_client_has_no_secret(ana: OwnerId) -> None:
    app = actors.native(ana)
    code = app.code(actors.browser(ana))

    assert refused(app.redeem(code, client_secret="x"), 401, "invalid_client")
    assert app.redeem(code, client_secret="").status_code == 200


def test_a_personal_token_is_no_client(ana: OwnerId) -> None:
    answer = actors.anyone().post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        headers={"Authorization": "Bearer tp_pat_x"},
    )

    assert answer.status_code in {400, 401}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/revoke", "/oauth/consent"])
def test_other_methods_are_405(ana: OwnerId, method: str, path: str) -> None:
    answer = actors.anyone().request(method, path)

    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]


def test_a_browser_app_may_ask_first(ana: OwnerId) -> None:
    answer = actors.anyone().options(
        "/oauth/token",
        headers={
            "Origin": "https://app.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization",
        },
    )

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Authorization" in answer.headers["access-control-allow-headers"]


def test_many_failures_are_slowed_down(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    code = app.code(actors.browser(ana))

    answers = [app.redeem(code, client_secret="wrong") for _ in range(61)]

    assert answers[0].status_code == 401
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert answers[-1].json()["error"] == "invalid_client"
    assert app.redeem(code).status_code == 200  # whoever has the secret is let through


def test_behind_a_proxy_each_caller_is_slowed_down_for_itself(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "_proxies", lambda: (ip_network("10.0.0.0/8"),))
    proxy = TestClient(http(), base_url="http://localhost:3000", client=("10.0.0.1", 1))

    def fail(caller: str) -> int:
        form = {"grant_type": "refresh_token", "refresh_token": "x", "client_id": "x"}
        sent = proxy.post(
            "/oauth/token", data=form, headers={"X-Forwarded-For": caller}
        )
        return sent.status_code

    answers = [fail("198.51.100.1") for _ in range(61)]

    assert answers[-1] == 429
    assert fail("198.51.100.2") == 401


def test_a_rotated_secret_stops_working(ana: OwnerId) -> None:
    from taskpal import database
    from taskpal.oauth import service

    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ana))
    with database.transaction() as session:
        new = service.rotate_secret(session, ana, app.id)

    assert refused(app.refresh(given["refresh_token"]), 401, "invalid_client")
    renewed = App(app.id, new, app.redirect_uri).refresh(given["refresh_token"])
    assert renewed.status_code == 200
