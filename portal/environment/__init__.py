"""Read the settings from the environment; a bad or missing value stops the start with a sentence that says which."""

import os
import sys
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import environ


def stop(sentence: str) -> NoReturn:
    """Refuse to start, in one sentence."""
    sys.stderr.write(f"The portal cannot start: {sentence}\n")
    raise SystemExit(78)


def flag(name: str, *, default: bool) -> bool:
    """Read a setting that is 1 or 0."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        stop(f"{name} must be 1 or 0, not {value!r}.")
    return value == "1"


def number(name: str, *, default: int, least: int, most: int) -> int:
    """Read a whole number within bounds."""
    value = os.environ.get(name, str(default))
    if not value.isdigit() or not least <= int(value) <= most:
        stop(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
    return int(value)


def secret(name: str, *, demo: bool, least: int = 50) -> str:
    """Read a secret; the demo may do without and makes one that holds for its own files."""
    value = os.environ.get(name, "")
    if value and len(value) < least:
        stop(f"{name} must have at least {least} characters.")
    if not value and not demo:
        stop(f"{name} is missing. Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'")
    return value


def keys(name: str, *, demo: bool) -> list[str]:
    """Read keys between commas: the first one seals, every one opens; the demo may do without and makes one that holds for its own files."""
    values = [value.strip() for value in secret(name, demo=demo).split(",") if value.strip()]
    if any(len(value) < 50 for value in values):
        stop(f"{name} must have at least 50 characters in each of its keys.")
    return values


def words(name: str, *, default: str) -> list[str]:
    """Read a list of words between commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(base: Path) -> dict[str, object]:
    """Read DATABASE_URL: postgres://, or sqlite:///; without it, the embedded SQLite file."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{base / 'var' / 'portal.sqlite3'}"
    scheme = urlsplit(url).scheme
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        stop(f"DATABASE_URL must begin with postgres:// or sqlite:///, not {scheme!r}.")
    settings: dict[str, object] = environ.Env.db_url_config(url)
    if scheme == "sqlite":
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;PRAGMA busy_timeout=20000;PRAGMA foreign_keys=ON;",
        }
        name = str(settings["NAME"])
        settings["TEST"] = {"NAME": f"{name}.test"}
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    else:
        settings["CONN_MAX_AGE"] = 0
        settings["CONN_HEALTH_CHECKS"] = True
        size = number("DATABASE_POOL", default=8, least=0, most=100)
        if size:
            settings["OPTIONS"] = {"pool": {"min_size": 1, "max_size": size, "timeout": 20}}
    return settings


def redis_url() -> str:
    """Read REDIS_URL; empty means one process and its own memory."""
    url = os.environ.get("REDIS_URL", "")
    if url and urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        stop("REDIS_URL must begin with redis:// or rediss://.")
    return url
