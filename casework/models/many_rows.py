"""Stores many rows of one table at once, bound column by column: Core makes two dictionaries and a list for each row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Column, Table, insert
from sqlalchemy.engine import Connection, Dialect

Rows = Sequence[Mapping[str, Any]]
_Bind = Callable[[Any], Any]


class _Statement(NamedTuple):
    """An insert as the driver takes it, and for each column how its values are bound (None: as they are)."""

    sql: str
    positional: bool
    binds: Mapping[str, _Bind | None]


def insert_rows(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows that name every column but the computed ones; all of them bring the key, or the database gives it.

    Raises:
        KeyError: a row lacks a column.
    """
    if not rows:
        return
    given = table.autoincrement_column
    statement = _statement(table, connection.dialect, keyed=given is None or given.name in rows[0])
    columns: list[Iterable[Any]] = []
    for name, bind in statement.binds.items():
        values = map(itemgetter(name), rows)
        columns.append(map(bind, values) if bind else values)
    bound: list[Any] = list(zip(*columns, strict=True))
    if not statement.positional:
        bound = [dict(zip(statement.binds, row, strict=True)) for row in bound]
    connection.exec_driver_sql(statement.sql, bound)


# A few tables of one engine; what is let go is compiled again.
@lru_cache(maxsize=32)
def _statement(table: Table, dialect: Dialect, *, keyed: bool) -> _Statement:
    columns = [
        c
        for c in table.columns
        if c.computed is None and (keyed or c is not table.autoincrement_column)
    ]
    compiled = insert(table).compile(dialect=dialect, column_keys=[c.name for c in columns])
    return _Statement(
        str(compiled), dialect.positional, {c.name: _bind(c, dialect) for c in columns}
    )


def _bind(column: Column[Any], dialect: Dialect) -> _Bind | None:
    """How the type binds a value; days and moments of a thousand rows are few, so each is bound once."""
    bind = column.type.dialect_impl(dialect).bind_processor(dialect)
    return (
        lru_cache(maxsize=4096)(bind)
        if bind and issubclass(column.type.python_type, date)
        else bind
    )
