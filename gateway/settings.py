"""What an operator can set: one frozen tree, read once, from DATA/config.toml and the environment.

Environment names are `CROSSING_GUARD_` and the setting in capitals (`CROSSING_GUARD_PORT`); they
win over the file. What the *district* decides (rules, consents, tools, ages) is not here but in
the store, where admins edit it. Parts get values, never this tree.
"""

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from gateway.errors import Unusable

CONFIG = "config.toml"
PREFIX = "CROSSING_GUARD_"


class Settings(BaseSettings):
    """The operator's settings; every one has a help text and, where it has one, a unit."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data: Path = Field(default=Path("data"), description="folder of config, keys, database")
    database: SecretStr = Field(
        default=SecretStr(""),
        description="PostgreSQL URL (it may hold a password); empty for SQLite in the data folder",
    )
    mode: Literal["production", "demo"] = Field(
        default="production", description="`demo` marks a synthetic district; never with pupils"
    )
    host: str = Field(default="127.0.0.1", description="address to listen on; loopback by default")
    port: int = Field(default=8787, ge=0, le=65535, description="TCP port; 0 picks a free one")
    workers: int = Field(
        default=1, ge=1, le=64, description="server processes; more than 1 needs PostgreSQL"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="least severity of operator's log lines"
    )
    max_body: int = Field(
        default=4 * 1024 * 1024, ge=1024, description="largest request body, bytes, after gzip"
    )
    body_timeout: float = Field(
        default=60.0, gt=0, description="seconds in which a request's body has to arrive"
    )
    max_answer: int = Field(
        default=32 * 1024 * 1024,
        ge=1024,
        description="largest whole answer of an AI service in bytes",
    )
    detection_workers: int = Field(
        default=0, ge=0, le=64, description="detection processes a server process; 0: by cores"
    )
    detection_deadline: float = Field(
        default=10.0, gt=0, description="seconds one text may take to be scanned, then it refuses"
    )
    detection_cache: int = Field(
        default=64 * 1024 * 1024, ge=0, description="bytes of memory for cached findings"
    )
    detection_engine: str = Field(
        default="balanced",
        description="name models that read: `fast`, `balanced`, `union`, `light` or `roster`",
    )
    spacy_model: str = Field(
        default="", description="path or package of another spaCy model; empty for the shipped one"
    )
    upstream_timeout: float = Field(
        default=300.0, gt=0, description="seconds an AI service may stay silent"
    )
    upstream_connect_timeout: float = Field(
        default=5.0, gt=0, description="seconds to connect to an AI service"
    )
    heartbeat: float = Field(
        default=10.0, gt=0, description="seconds of silence in a stream before a comment is sent"
    )
    shutdown_grace: int = Field(
        default=30, ge=0, description="seconds that running streams get to finish at shutdown"
    )
    requests_per_minute: int = Field(
        default=60, ge=0, description="requests a person may make a minute; 0 for no limit"
    )
    requests_per_minute_class: int = Field(
        default=1200, ge=0, description="requests a class may make a minute; 0 for no limit"
    )
    requests_per_minute_key: int = Field(
        default=3000, ge=0, description="requests one gateway key may make a minute; 0: no limit"
    )
    tokens_per_day: int = Field(
        default=2_000_000, ge=0, description="tokens a person may use a day; 0 for no limit"
    )
    roster_stale_days: int = Field(
        default=14, ge=1, description="days after which an unrefreshed roster raises a warning"
    )
    roster_drop: str = Field(
        default="", description="folder where another program puts whole rosters; empty: none"
    )
    chores_hour: int = Field(
        default=3, ge=0, le=23, description="local hour from which on daily chores are done"
    )
    siem: str = Field(
        default="", description="`tls://HOST:PORT` that the log is forwarded to; empty: nowhere"
    )
    siem_form: Literal["syslog", "ocsf"] = Field(
        default="syslog", description="`syslog` messages (RFC 5424), or `ocsf` events a line each"
    )
    alert_mail: str = Field(
        default="", description="addresses that alerts are written to, parted by `;`; empty: none"
    )
    alert_webhook: str = Field(
        default="", description="https address of a program that is told of alerts; empty: none"
    )
    alert_webhook_internal: bool = Field(
        default=False, description="whether that address may be inside the network, and without TLS"
    )
    report_days: int = Field(
        default=7, ge=1, description="days a report made in the background can be fetched"
    )
    checkpoint_copies: str = Field(
        default="",
        description="another folder for signed checkpoints, best on another machine; empty: none",
    )
    checkpoint_file: str = Field(
        default="", description="a file that signed checkpoints are appended to; empty: none"
    )
    checkpoint_bucket: str = Field(
        default="",
        description="https address of an S3 bucket, or a folder of one, for them; empty: none",
    )
    checkpoint_bucket_region: str = Field(
        default="us-east-1", description="the bucket's region, as its requests are signed"
    )
    checkpoint_bucket_key: str = Field(default="", description="id of the bucket's access key")
    checkpoint_bucket_secret: SecretStr = Field(
        default=SecretStr(""), description="that access key's secret; best in the environment"
    )
    checkpoint_mail: str = Field(
        default="", description="e-mail address that gets them once a day; empty: none"
    )
    checkpoint_minutes: int = Field(
        default=15, ge=1, le=1440, description="minutes between two checkpoints in file and bucket"
    )
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^/?#\s]+)?$",
        description="address where guardians reach the gateway, such as `https://ai.example.org`",
    )
    outbox: Literal["file", "smtp"] = Field(
        default="file", description="how letters leave: `file`, one .eml a letter, or `smtp`"
    )
    outbox_folder: str = Field(
        default="", description="folder for letters as files; empty: `outbox` in the data folder"
    )
    mail_from: str = Field(
        default="privacy-office@localhost", description="address that letters come from"
    )
    smtp_host: str = Field(default="", description="mail server that takes the letters")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="TCP port of the mail server")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="`starttls`, `tls`, or `none` on this machine alone"
    )
    smtp_account: str = Field(default="", description="account at the mail server; empty: none")
    smtp_password: SecretStr = Field(
        default=SecretStr(""), description="its password; best in the environment"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Rank the sources: the command line, the environment, the file."""
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls))

    @property
    def keys_folder(self) -> Path:
        """Return where the key files are."""
        return self.data / "keys"

    @property
    def reports_folder(self) -> Path:
        """Return where reports lie until they are fetched; processes of one gateway share it."""
        return self.data / "reports"

    @property
    def checkpoint_folders(self) -> tuple[Path, ...]:
        """Return where signed checkpoints are also written: the data folder's own place first."""
        own = self.data / "checkpoints"
        return (own, Path(self.checkpoint_copies)) if self.checkpoint_copies else (own,)

    @property
    def database_url(self) -> str:
        """Return the database's URL, SQLite in the data folder unless one is set."""
        return self.database.get_secret_value() or f"sqlite:///{self.data / 'crossing-guard.db'}"


def load(data: Path, **overrides: Any) -> Settings:
    """Read DATA/config.toml and the environment.

    Args:
        data: the data folder.
        overrides: what the command line says; wins over both.

    Raises:
        Unusable: no such file, not TOML, an unknown setting, or a value out of range.
    """
    path = data / CONFIG
    if not path.is_file():
        raise Unusable(
            f"`{path}` does not exist; run `crossing-guard init --data {data}` first",
            code="not_initialised",
        )

    class Configured(Settings):
        model_config = SettingsConfigDict(toml_file=path)

    said = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Configured(data=data, **said)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unusable(f"`{path}` is not valid TOML: {error}", code="bad_config") from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Unusable(f"setting `{where}`: {first['msg']}", code="bad_config") from error
