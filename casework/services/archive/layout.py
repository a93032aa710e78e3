"""What stands in an archive: its format, its members, which tables and columns travel, and how a value is spelled in JSON.

The tables are those of the schema, so that a new one travels without being named here; only what stays behind is named.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, Date, LargeBinary, Table

import casework.models
from casework.db import Base, UTCDateTime
from casework.encryption import Cipher

FORMAT, VERSION = "casework-archive", 1
MANIFEST, README = "manifest.json", "README.txt"
DIGEST_KEY = "sha256"

# What is a secret, what is a copy that is made anew, and what nobody needs once the process is gone.
LEFT_OUT: Mapping[str, str] = {
    "api_token": "secret",
    "feed": "secret",
    "lease": "of a running process",
    "portal_use": "counts against abuse, kept for a day",
    "sent_form": "guards against sending a form twice",
    "sent_application": "guards against sending a form twice",
    "form_draft": "half-typed forms, kept for seven days",
    "sent_ledger": "files on trial, kept for seven days; what was loaded is cases",
    "bundle": "made anew from the case, kept for a day",
}
SECRETS: Mapping[tuple[str, str], Any] = {
    ("user", "password_hash"): "",  # opens nothing; an administrator hands out a new password
}
# `casework upgrade` writes these into an empty system; the archive brings its own.
FOUNDED = ("calendar_day", "calendar_version", "backfill")


@cache
def tables() -> tuple[Table, ...]:
    """The tables that travel, each behind those it points to."""
    for found in pkgutil.iter_modules(casework.models.__path__):
        importlib.import_module(f"casework.models.{found.name}")
    return tuple(t for t in Base.metadata.sorted_tables if t.name not in LEFT_OUT)


@cache
def columns(table: Table) -> tuple[Column[Any], ...]:
    """The columns that travel: no secret, nothing that the database computes itself."""
    return tuple(
        c for c in table.columns if c.computed is None and (table.name, c.name) not in SECRETS
    )


@cache
def contents(table: Table) -> tuple[Column[Any], ...]:
    """The columns that hold bytes: each value is a member of its own."""
    return tuple(c for c in columns(table) if isinstance(c.type, LargeBinary))


@cache
def own_links(table: Table) -> tuple[Column[Any], ...]:
    """The columns that point to another row of the same table, which may come later."""
    return tuple(c for c in columns(table) if any(k.column.table is table for k in c.foreign_keys))


def member(table: Table) -> str:
    """The member with the rows of a table."""
    return f"tables/{table.name}.jsonl"


def place_of(digest: str) -> str:
    """The member with the bytes of this SHA-256."""
    return f"files/{digest[:2]}/{digest}"


def key_mark(cipher: Cipher) -> str:
    """By this an archive knows its key: a keyed digest from which the key cannot be read."""
    return cipher.index("casework archive key")


def spelled(value: Any) -> Any:
    """A value as JSON has it: days and moments as ISO 8601, moments in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def readers(table: Table) -> Mapping[str, Callable[[Any], Any]]:
    """How the values of a table are read back, by column; what is missing here stands as it is."""
    return {c.name: _reader(c) for c in columns(table) if isinstance(c.type, Date | UTCDateTime)}


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    read = datetime.fromisoformat if isinstance(column.type, UTCDateTime) else date.fromisoformat
    return lambda value: None if value is None else read(value)


def names(of: Iterable[Column[Any]]) -> frozenset[str]:
    """The names of columns."""
    return frozenset(c.name for c in of)
