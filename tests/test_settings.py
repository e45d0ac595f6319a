"""What whoever hosts TaskPal can set, and how a wrong value is told."""

import stat
from pathlib import Path

import pytest

from taskpal.settings import Settings, WrongSetting, settings

SECRET = "s" * 40


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nothing set, and a data folder of its own."""
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.validation_alias), raising=False)
    monkeypatch.setenv("TASKPAL_DATA_DIR", str(tmp_path / "data"))
    return monkeypatch


def read() -> Settings:
    return settings.__wrapped__()


def test_nothing_needs_to_be_set(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = read()

    assert found.public_url == "http://localhost:3000"
    assert found.database_url == f"sqlite:///{tmp_path / 'data' / 'taskpal.db'}"
    assert found.workers == 1
    assert not found.secure


def test_the_secret_is_made_once_and_kept_to_ourselves(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = read().secret_key.get_secret_value()

    kept = tmp_path / "data" / "secret_key"
    assert read().secret_key.get_secret_value() == first
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_the_urls_that_hosters_hand_out_work(
    environment: pytest.MonkeyPatch, scheme: str
) -> None:
    environment.setenv("DATABASE_URL", f"{scheme}://ana:pw@db.example.com/taskpal")
    environment.setenv("TASKPAL_SECRET_KEY", SECRET)

    url = read().database_url

    assert url == "postgresql+psycopg2://ana:pw@db.example.com/taskpal"


def test_an_https_address_makes_cookies_secure(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TASKPAL_PUBLIC_URL", "https://Todo.Example.com/")

    found = read()

    assert found.public_url == "https://todo.example.com"
    assert found.secure
    assert found.hosts == {"todo.example.com"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://todo.example.com:443", "https://todo.example.com"),
        ("http://localhost:80/", "http://localhost"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("http://localhost:443", "http://localhost:443"),
    ],
)
def test_the_address_is_the_one_browsers_say(
    environment: pytest.MonkeyPatch, written: str, meant: str
) -> None:
    environment.setenv("TASKPAL_PUBLIC_URL", written)

    found = read()

    assert found.public_url == meant
    assert meant in found.origins


def test_proxies_are_named_with_commas(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("TASKPAL_TRUSTED_PROXIES", "10.0.0.0/8, 127.0.0.1")

    assert read().trusted_proxies == ("10.0.0.0/8", "127.0.0.1/32")


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"PORT": "eighty"}, "PORT"),
        ({"PORT": "70000"}, "PORT"),
        ({"TASKPAL_WORKERS": "0"}, "TASKPAL_WORKERS"),
        ({"TASKPAL_WORKERS": "2"}, "REDIS_URL"),
        ({"TASKPAL_WORKERS": "2", "REDIS_URL": "redis://x"}, "DATABASE_URL"),
        ({"TASKPAL_SIGN_UP": "maybe"}, "TASKPAL_SIGN_UP"),
        ({"TASKPAL_PUBLIC_URL": "todo.example.com"}, "TASKPAL_PUBLIC_URL"),
        ({"TASKPAL_PUBLIC_URL": "https://example.com/todo"}, "TASKPAL_PUBLIC_URL"),
        ({"TASKPAL_PUBLIC_URL": "http://localhost:eighty"}, "TASKPAL_PUBLIC_URL"),
        ({"TASKPAL_PUBLIC_URL": "http://localhost:99999"}, "TASKPAL_PUBLIC_URL"),
        ({"TASKPAL_PUBLIC_URL": "https://todo example.com"}, "TASKPAL_PUBLIC_URL"),
        ({"TASKPAL_PUBLIC_URL": "https://tödo.example.com"}, "TASKPAL_PUBLIC_URL"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://x/y"}, "TASKPAL_SECRET_KEY"),
        ({"REDIS_URL": "http://x"}, "REDIS_URL"),
        ({"TASKPAL_SECRET_KEY": "short"}, "TASKPAL_SECRET_KEY"),
        ({"TASKPAL_LOG_LEVEL": "loud"}, "TASKPAL_LOG_LEVEL"),
        ({"TASKPAL_API_PER_MINUTE": "0"}, "TASKPAL_API_PER_MINUTE"),
        ({"TASKPAL_TRUSTED_PROXIES": "my-proxy"}, "TASKPAL_TRUSTED_PROXIES"),
    ],
)
def test_a_wrong_value_is_told_in_one_sentence_that_names_it(
    environment: pytest.MonkeyPatch, values: dict[str, str], named: str
) -> None:
    for name, value in values.items():
        environment.setenv(name, value)

    with pytest.raises(WrongSetting) as refusal:
        read()

    assert named in refusal.value.message
    assert refusal.value.message.endswith(".")
    assert "\n" not in refusal.value.message


def test_every_setting_is_explained_in_the_template() -> None:
    root = Path(__file__).parent.parent
    template = (root / ".env.template").read_text()

    for field in Settings.model_fields.values():
        assert f"# {field.validation_alias}=" in template
