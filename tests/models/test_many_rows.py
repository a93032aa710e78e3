"""Many rows are stored as one at a time would be; none may lack a column."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Column, Computed, Date, Integer, MetaData, String, Table, insert, select

from casework.db import Database, Json, UTCDateTime
from casework.models.many_rows import insert_rows

SHELF = Table(
    "shelf",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("on_day", Date),
    Column("at", UTCDateTime),
    Column("text", String(20)),
    Column("data", Json),
    Column("length", Integer, Computed("length(text)")),
)
MOMENT = datetime(2020, 9, 1, 2, 30, tzinfo=UTC)
ROWS: list[dict[str, Any]] = [
    {"on_day": date(2020, 9, 1), "at": MOMENT, "text": "甲乙", "data": {"件": [1, None, "二"]}},
    {"on_day": date(2020, 9, 1), "at": MOMENT, "text": "", "data": {}},
    {"on_day": None, "at": None, "text": None, "data": [1.5]},
]


@pytest.mark.parametrize("keyed", [True, False])
def test_many_rows_are_stored_as_single_ones_are(db: Database, keyed: bool) -> None:
    rows = [{"id": 7 + n, **row} if keyed else row for n, row in enumerate(ROWS)]
    kept = select(SHELF).order_by(SHELF.c.id)
    with db.engine.begin() as connection:
        SHELF.create(connection)
        insert_rows(connection, SHELF, ())
        insert_rows(connection, SHELF, rows)
        many = connection.execute(kept).all()
        SHELF.drop(connection)
        SHELF.create(connection)
        for row in rows:
            connection.execute(insert(SHELF), row)
        assert connection.execute(kept).all() == many
        SHELF.drop(connection)


def test_a_row_that_lacks_a_column_is_refused(db: Database) -> None:
    with db.engine.connect() as connection, pytest.raises(KeyError, match="text"):
        insert_rows(connection, SHELF, [*ROWS, {"on_day": None, "at": None, "data": None}])
