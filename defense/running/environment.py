"""Reads the environment, and refuses a bad value with a sentence instead of a traceback."""

import difflib
import os
import re
import secrets
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import environ
import redis
from environ.fileaware_mapping import FileAwareMapping

from defense.running.keys import is_guessable
from events.whole_files import write_once

PREFIX: Final = "QORGAU_"
# The scripts read these themselves, before there is a Python that could open a file for them.
READ_BY_SCRIPTS: Final = ("PORT", "QORGAU_HOME", "QORGAU_SITE_URL")
OURS: Final = frozenset(
    {
        "QORGAU_ALLOWED_HOSTS",
        "QORGAU_AUDIT_KEY",
        "QORGAU_DEBUG",
        "QORGAU_FILES_ROOT",
        "QORGAU_FILES_S3",
        "QORGAU_HOME",
        "QORGAU_LAN",
        "QORGAU_PROXIES",
        "QORGAU_RENDER_LEASE_SECONDS",
        "QORGAU_SECOND_FACTOR",
        "QORGAU_SITE_URL",
        "QORGAU_TABLET_LOCK_MINUTES",
    }
)
SHORTEST_SECRET: Final = 32
_NAME: Final = r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*"
_IPV6: Final = r"\[[0-9A-Fa-f:]*[0-9A-Fa-f][0-9A-Fa-f:]*\]"
OWN_MACHINE: Final = re.compile(r"localhost|127(?:\.[0-9]{1,3}){3}|::1")
HOST: Final = re.compile(f"{_NAME}|{_IPV6}")
HOST_PATTERN: Final = re.compile(rf"\*|\.?{_NAME}|{_IPV6}")


class BadSetting(Exception):
    """A variable of the environment holds what the program cannot use."""


class Environment:
    """The variables of one process, each read once, by the name that README.md gives it.

    Every value may instead stand in a file that NAME_FILE names, as secrets do in containers.
    Every method raises BadSetting, with a sentence that names the variable and never a secret.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        # Not environ's own reader: to it a value that starts with $ names another variable.
        self.variables = FileAwareMapping(dict(variables))
        for name in variables:
            if name.startswith(PREFIX):
                refuse_unknown(name)
        for name in READ_BY_SCRIPTS:
            if f"{name}_FILE" in variables:
                raise BadSetting(f"{name}_FILE is not read: set {name} itself.")

    def text(self, name: str, default: str = "") -> str:
        """The value without the blanks around it; an empty one counts as not set."""
        try:
            return str(self.variables.get(name, "")).strip() or default
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise BadSetting(
                f"the file that {name}_FILE names cannot be read: {reason}."
            ) from error

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name, "true" if default else "false").lower()
        if value in {"true", "1", "yes", "on"}:
            return True
        if value in {"false", "0", "no", "off"}:
            return False
        raise BadSetting(f"{name} must be true or false, not “{value}”.")

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        value = self.text(name, str(default))
        if not re.fullmatch("[0-9]{1,9}", value) or not low <= int(value) <= high:
            raise BadSetting(f"{name} must be a whole number from {low} to {high}, not “{value}”.")
        return int(value)

    def hosts(self, name: str, default: str) -> list[str]:
        """Host names without scheme or port, as in “defense.example.org,.example.org”."""
        names = [word.strip() for word in self.text(name, default).split(",") if word.strip()]
        for host in names:
            if not HOST_PATTERN.fullmatch(host):
                raise BadSetting(
                    f"{name} must list host names such as defense.example.org, not “{host}”."
                )
        return names

    def networks(self, name: str) -> list[str]:
        """Addresses of machines and of whole networks, as in “127.0.0.1,10.0.0.0/8”."""
        words = [word.strip() for word in self.text(name).split(",") if word.strip()]
        for word in words:
            if not _is_network(word):
                raise BadSetting(
                    f"{name} must list addresses such as 127.0.0.1 or 10.0.0.0/8, not “{word}”."
                )
        return words

    def address(self, name: str, default: str) -> str:
        """The address of a site, without a path and without a slash at the end."""
        value = self.text(name, default).rstrip("/")
        parts = _split(value)
        if (
            parts is None
            or parts.scheme not in {"http", "https"}
            or not HOST.fullmatch(_host_of(parts))
            or any((parts.path, parts.query, parts.fragment, parts.username))
        ):
            raise BadSetting(
                f"{name} must be an address such as https://defense.example.org, not “{value}”."
            )
        return f"{parts.scheme}://{parts.netloc.lower().rstrip(':')}"

    def secret(self, name: str) -> str:
        """A secret from the environment, or nothing. Its text never stands in an error."""
        value = self.text(name)
        if value and len(value) < SHORTEST_SECRET:
            raise BadSetting(f"{name} must be at least {SHORTEST_SECRET} characters long.")
        if value and is_guessable(value):
            raise BadSetting(
                f"{name} could be guessed: give it 50 random characters, as from"
                " python3 -c 'import secrets; print(secrets.token_urlsafe(50))'."
            )
        return value

    def database(self, name: str, default: Path) -> dict[str, Any]:
        """One entry of Django's DATABASES; the default is a SQLite file."""
        value = self.text(name)
        if not value:
            return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(default)}
        parts = _split(value)
        if parts is None or parts.scheme not in {"sqlite", "postgres", "postgresql"}:
            raise BadSetting(
                f"{name} must look like sqlite:////folder/file.sqlite3"
                " or postgres://user:password@host:5432/name."
            )
        config: dict[str, Any] = dict(environ.Env.db_url_config(value))
        if config["NAME"] in {"", ":memory:"}:
            raise BadSetting(f"{name} names no database: it ends after the host.")
        return config

    def redis(self, name: str) -> str:
        """An address of Redis, or nothing: then the queue is a folder."""
        value = self.text(name)
        if value and not _is_redis_address(value):
            raise BadSetting(f"{name} must look like redis://host:6379/0 or rediss://host:6379/0.")
        return value

    def mail(self, name: str, default: str) -> dict[str, Any]:
        """Django's EMAIL_ settings, by their names."""
        value = self.text(name, default)
        if not _is_mail_address(value):
            raise BadSetting(
                f"{name} must look like smtp+tls://user:password@host:587 or be consolemail://."
            )
        return dict(environ.Env.email_url_config(value))


def refuse_debug(site_url: str) -> None:
    """Its pages tell whoever meets an error how the program is made and set up. Raises BadSetting."""
    parts = urlsplit(site_url)
    if parts.scheme == "https" or not OWN_MACHINE.fullmatch(parts.hostname or ""):
        raise BadSetting(
            "QORGAU_DEBUG is for this machine alone: unset it, or let QORGAU_SITE_URL"
            f" be http://127.0.0.1 with a port, not “{site_url}”."
        )


def refuse_unknown(name: str) -> None:
    """A misspelt variable would be ignored in silence, so every name with our prefix is checked."""
    plain = name.removesuffix("_FILE")
    if plain in OURS:
        return
    tails = sorted(known.removeprefix(PREFIX) for known in OURS)
    near = difflib.get_close_matches(plain.removeprefix(PREFIX), tails, n=1)
    hint = f"Did you mean {PREFIX}{near[0]}?" if near else "README.md lists the settings."
    raise BadSetting(f"{name} is not a setting of this program. {hint}")


def _split(value: str) -> SplitResult | None:
    """The parts of an address, or nothing when its port or its host is malformed."""
    try:
        parts = urlsplit(value)
        _ = parts.port  # refused only when it is read
    except ValueError:
        return None
    return parts


def _host_of(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return f"[{host}]" if ":" in host else host


def _is_redis_address(value: str) -> bool:
    """Whether Redis and Celery can both read it: Redis alone would take any database for the first."""
    parts = _split(value)
    if parts is None or not re.fullmatch(r"/?[0-9]*", parts.path):
        return False
    try:
        redis.from_url(value).connection_pool.make_connection()
    except (ValueError, TypeError, redis.RedisError):
        return False
    return parts.scheme in {"redis", "rediss"} and bool(parts.hostname)


def _is_network(word: str) -> bool:
    """Not the whole of the internet, which would be to believe everybody."""
    try:
        return ip_network(word).prefixlen > 0
    except ValueError:
        return False


def _is_mail_address(value: str) -> bool:
    parts = _split(value)
    if parts is None or parts.scheme not in environ.Env.EMAIL_SCHEMES:
        return False
    return bool(parts.hostname) or not parts.scheme.startswith("smtp")


def writable_folder(path: Path) -> Path:
    """The whole path of the folder, made private to this user when it is missing.

    Raises BadSetting.
    """
    try:
        path = path.resolve()
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"the folder {path} cannot be made: {error.strerror}.") from error
    except RuntimeError as error:
        raise BadSetting(f"the folder {path} cannot be made: it is a link to itself.") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise BadSetting(
            f"the folder {path} cannot be written to. Give it to this user,"
            " or name another folder in QORGAU_HOME."
        )
    return path


def kept_secret(path: Path) -> str:
    """The secret in the file, made on the first start and readable by its owner only.

    The file appears whole or not at all, and of two first starts at once both read the same one.
    """
    try:
        if not path.exists():
            write_once(path, secrets.token_urlsafe(50))
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(
            f"the file {path} cannot be made or read. Set SECRET_KEY instead."
        ) from error
    if len(secret) < SHORTEST_SECRET or is_guessable(secret):
        raise BadSetting(f"the file {path} holds no key. Remove it, and a new one is made.")
    return secret
