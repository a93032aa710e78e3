"""Makes an old office out of a young one: every case of it many times over, row by row; the law is not asked again.

The copies hang together as the originals do, by ids that are shifted by a fixed step for each copy. They have numbers of their
own and papers without content. Their hashes are those of the originals, so that `verify` would find fault with them. No
figures are gathered for the planner of the database, since an installation gathers none.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, text

from casework.db import Database

_STEP = 10_000
"""More than any id of the originals, so that no copy meets another."""

_FOLLOWERS = (
    "carry", "consultation", "contact", "document", "fee", "journal", "message", "note", "party", "request_item",
    "service_attempt", "task", "timer",
)  # fmt: skip
_DAYS = {
    *(("record", name) for name in ("arrived_on", "received_on", "closed_on")),
    *(("document", name) for name in ("issued_on", "sent_on")),
}
_NUMBERED = {("record", "number_year"), ("document", "number_year")}
_YEARS = 12
_SHIFTED = ("record_id", "document_id")


def multiply(db: Database, ids: Sequence[int], copies: int, *, old: bool = False) -> int:
    """So many copies of these records with all that hangs on them; answers how many records were made.

    `old` spreads them over the years before, and their papers count as served.
    """
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TEMP TABLE source (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TEMP TABLE turn (n INTEGER PRIMARY KEY)"))
        connection.execute(text("INSERT INTO source VALUES (:id)"), [{"id": one} for one in ids])
        first = connection.scalar(text("SELECT max(id) / :step FROM record"), {"step": _STEP}) or 0
        turns = [{"n": first + n + 1} for n in range(copies)]
        connection.execute(text("INSERT INTO turn VALUES (:n)"), turns)
        for table in ("record", *_FOLLOWERS):
            connection.execute(text(_statement(connection, table, old=old)))
        connection.execute(text("DROP TABLE source"))
        connection.execute(text("DROP TABLE turn"))
    return copies * len(ids)


def _statement(connection: Connection, table: str, *, old: bool) -> str:
    columns = list(_columns(connection, table))
    key = "id" if table == "record" else "record_id"
    values = ", ".join(_value(table, column, old=old) for column in columns)
    named = ", ".join(columns)
    return (
        f"INSERT INTO {table} ({named}) SELECT {values} FROM {table} t "
        f"JOIN source ON source.id = t.{key} CROSS JOIN turn"
    )


def _columns(connection: Connection, table: str) -> Iterator[str]:
    """Those that can be written: what the database computes by itself is left to it."""
    for row in connection.execute(text(f"PRAGMA table_xinfo({table})")):
        if row.hidden == 0:
            yield row.name


def _value(table: str, column: str, *, old: bool) -> str:
    if column == "id" or column in _SHIFTED:
        return f"t.{column} + turn.n * {_STEP}"
    if (table, column) == ("record", "number"):
        return "t.number || '-' || turn.n"
    if (table, column) == ("record", "parent_id"):
        return "NULL"
    if (table, column) == ("document", "pdf"):
        return "x''"
    if old and (table, column) == ("document", "served_on"):
        return "coalesce(t.served_on, t.issued_on)"
    if old and (table, column) in _DAYS:  # in one year there would be as many as in no district
        return f"date(t.{column}, '-' || (turn.n % {_YEARS}) || ' years')"
    if old and (table, column) in _NUMBERED:
        return f"t.{column} - turn.n % {_YEARS}"
    return f"t.{column}"
