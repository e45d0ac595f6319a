"""Everything that differs between machines, read once from the environment or .env."""

import os
import re
import secrets
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from taskpal.errors import TaskPalError

PROJECT = Path(__file__).resolve().parent.parent
LOOPBACK = ("localhost", "127.0.0.1", "::1")

_HOST = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]+)?")


class WrongSetting(TaskPalError):
    """A setting has a value TaskPal cannot work with."""


class Settings(BaseSettings):
    """TaskPal's settings; .env.template explains each for whoever hosts it."""

    model_config = SettingsConfigDict(
        env_file=os.environ.get("TASKPAL_ENV_FILE", PROJECT / ".env"),
        env_ignore_empty=True,
        extra="ignore",
    )

    database_url: str = Field("", validation_alias="DATABASE_URL")
    redis_url: str = Field("", validation_alias="REDIS_URL")
    port: int = Field(3000, ge=1, le=65535, validation_alias="PORT")
    host: str = Field("127.0.0.1", validation_alias="TASKPAL_HOST")
    public_url: str = Field("", validation_alias="TASKPAL_PUBLIC_URL")
    secret_key: SecretStr = Field(SecretStr(""), validation_alias="TASKPAL_SECRET_KEY")
    workers: int = Field(1, ge=1, le=64, validation_alias="TASKPAL_WORKERS")
    data_dir: Path = Field(PROJECT / "data", validation_alias="TASKPAL_DATA_DIR")
    sign_up: Literal["open", "closed"] = Field(
        "open", validation_alias="TASKPAL_SIGN_UP"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning", validation_alias="TASKPAL_LOG_LEVEL"
    )
    api_per_minute: int = Field(600, ge=10, validation_alias="TASKPAL_API_PER_MINUTE")
    tabs_per_address: int = Field(
        500, ge=10, validation_alias="TASKPAL_TABS_PER_ADDRESS"
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (), validation_alias="TASKPAL_TRUSTED_PROXIES"
    )

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        try:
            return tuple(str(ip_network(proxy, strict=False)) for proxy in value)
        except ValueError as error:
            raise ValueError("must be IP addresses or networks, with commas") from error

    @field_validator("public_url")
    @classmethod
    def _origin_only(cls, value: str) -> str:
        if not value:
            return value
        url = urlsplit(value)
        _ = url.port  # fails when it cannot be one
        if url.scheme not in {"http", "https"} or not url.hostname:
            raise ValueError("must look like https://todo.example.com")
        if url.path.strip("/") or url.query or url.fragment or "@" in url.netloc:
            raise ValueError("must be an origin without a path")
        if not _HOST.fullmatch(url.netloc.lower()):
            raise ValueError("must be ASCII: a name (xn--... for others), then a port")
        default = {"http": ":80", "https": ":443"}[url.scheme]  # browsers leave it out
        return f"{url.scheme}://{url.netloc.lower().removesuffix(default)}"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value:
            return value
        # postgres:// is what Neon, Heroku and Render hand out; our driver is psycopg2.
        value = re.sub(r"^postgres(ql)?://", "postgresql+psycopg2://", value)
        try:
            backend = make_url(value).get_backend_name()
        except ArgumentError as error:
            raise ValueError("is not a database URL") from error
        if backend not in {"sqlite", "postgresql"}:
            raise ValueError("must start with sqlite:// or postgresql://")
        return value

    @field_validator("redis_url")
    @classmethod
    def _known_redis(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must start with redis://, rediss:// or unix://")
        return value

    @model_validator(mode="after")
    def _fill_in(self) -> "Settings":
        self.data_dir = self.data_dir.expanduser().resolve()
        self.public_url = self.public_url or f"http://localhost:{self.port}"
        self.database_url = self.database_url or (
            f"sqlite:///{self.data_dir / 'taskpal.db'}"
        )
        if self.workers > 1 and not self.redis_url:
            raise ValueError("TASKPAL_WORKERS above 1 needs REDIS_URL")
        if self.workers > 1 and self.uses_sqlite:
            raise ValueError("TASKPAL_WORKERS above 1 needs a PostgreSQL DATABASE_URL")
        if not self.secret_key.get_secret_value():
            if not self.uses_sqlite:
                raise ValueError("TASKPAL_SECRET_KEY is required with PostgreSQL")
            self.secret_key = SecretStr(_kept_secret(self.data_dir / "secret_key"))
        if len(self.secret_key.get_secret_value()) < 32:  # noqa: PLR2004
            raise ValueError("TASKPAL_SECRET_KEY must have at least 32 characters")
        return self

    @property
    def uses_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def secure(self) -> bool:
        """Whether browsers reach TaskPal over https, so cookies can be Secure."""
        return self.public_url.startswith("https://")

    @property
    def hosts(self) -> frozenset[str]:
        """The names a request may carry in its Host header, without the port."""
        own = urlsplit(self.public_url).hostname or ""
        return frozenset({own, *LOOPBACK}) if own in LOOPBACK else frozenset({own})

    @property
    def origins(self) -> list[str]:
        """Where pages that may open the dashboard's websocket come from."""
        url = urlsplit(self.public_url)
        port = f":{url.port}" if url.port else ""
        names = sorted(f"[{name}]" if ":" in name else name for name in self.hosts)
        return [f"{url.scheme}://{name}{port}" for name in names]


@lru_cache
def settings() -> Settings:
    """The settings of this process.

    Raises:
        WrongSetting: with one sentence that names the setting.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise WrongSetting(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    why = first["msg"].removeprefix("Value error, ")
    names = [str(part) for part in first["loc"]]
    return f"{names[0]} {why[:1].lower()}{why[1:]}." if names else f"{why}."


def _kept_secret(path: Path) -> str:
    """The secret made at the first start and kept beside the database."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    secret = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w") as file:
        file.write(secret)
    return secret
