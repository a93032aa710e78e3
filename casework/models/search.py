"""The search index: bigrams of names and contents per record. Its two tables are not ORM rows, each database has its own."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import chain
from operator import add

from sqlalchemy import Integer, Select, column, literal, select, table, text
from sqlalchemy.orm import Session

TABLE = "search"
_RUNS = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
_CREATE = {
    "sqlite": text("INSERT INTO search (rowid, grams) VALUES (:id, :grams)"),
    # The server's own parser is left out: what a letter is would depend on its locale.
    "postgresql": text(
        "INSERT INTO search (record_id, grams) "
        "VALUES (:id, array_to_tsvector(string_to_array(:grams, ' ')))"
    ),
}
_REMOVE = {
    "sqlite": text("DELETE FROM search WHERE rowid = :id"),
    "postgresql": text("DELETE FROM search WHERE record_id = :id"),
}


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """For Alembic's comparison: the index and its shadow tables are no models, so they are left out of it."""
    return kind != "table" or name is None or not (name == TABLE or name.startswith(f"{TABLE}_"))


def grams(words: str) -> tuple[str, ...]:
    """Bigrams of every run of characters, its last character alone, and Latin or digit runs whole."""
    found: dict[str, None] = {}
    for run in _runs(words):
        if run.isascii():
            found[run] = None
            continue
        found.update(dict.fromkeys(map(add, run, run[1:])))
        found[run[-1]] = None
    return tuple(found)


def reindex(session: Session, record_id: int, texts: Iterable[str]) -> None:
    """Put these texts in the place of what the index knew of the record; no texts, no row."""
    dialect = session.get_bind().dialect.name
    session.execute(_REMOVE[dialect], {"id": record_id})
    wanted = _together(texts)
    if wanted:
        session.execute(_CREATE[dialect], {"id": record_id, "grams": wanted})


def add_many(session: Session, texts: Mapping[int, Iterable[str]]) -> None:
    """Put many records into the index that it does not know yet."""
    rows = [{"id": record_id, "grams": _together(of)} for record_id, of in texts.items()]
    session.connection().execute(_CREATE[session.get_bind().dialect.name], rows)


def _together(texts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(chain.from_iterable(map(grams, texts))))


def matching(session: Session, words: str) -> Select[int]:
    """The ids of records whose texts hold every run of these words; nothing to look for matches nothing."""
    terms = [term for run in _runs(words) for term in _terms(run)]
    if not terms:
        return select(literal(0)).where(literal(False))
    if session.get_bind().dialect.name == "sqlite":
        index = table(TABLE, column("rowid", Integer))
        query = " AND ".join(f'"{t}"{"*" if prefix else ""}' for t, prefix in terms)
        return select(index.c.rowid).where(text("search MATCH :grams").bindparams(grams=query))
    index = table(TABLE, column("record_id", Integer))
    query = " & ".join(f"'{t}'{':*' if prefix else ''}" for t, prefix in terms)
    return select(index.c.record_id).where(
        text("grams @@ CAST(:grams AS tsquery)").bindparams(grams=query)
    )


def ranked(
    session: Session, words: str, *, most: int, among: tuple[str, str] | None = None
) -> tuple[int, ...]:
    """The records that share most with these words, the nearest first; any shared bigram counts, rare ones for more.

    `among` names a kind and a state: of these few, none is crowded out by what there is more of.
    """
    terms = [gram for gram in grams(words) if len(gram) > 1][:_MOST_GRAMS]
    if not terms:
        return ()
    dialect = session.get_bind().dialect.name
    joined = (
        " OR ".join(f'"{term}"' for term in terms)
        if dialect == "sqlite"
        else " | ".join(f"'{term}'" for term in terms)
    )
    given: dict[str, str | int] = {"grams": joined, "most": most}
    if among:
        given |= dict(zip(("kind", "state"), among, strict=True))
    rows = session.execute((_RANKED_AMONG if among else _RANKED)[dialect], given)
    return tuple(row[0] for row in rows)


_MOST_GRAMS = 60
_RANKED = {
    "sqlite": text("SELECT rowid FROM search WHERE search MATCH :grams ORDER BY rank LIMIT :most"),
    "postgresql": text(
        "SELECT record_id FROM search WHERE grams @@ CAST(:grams AS tsquery) "
        "ORDER BY ts_rank(grams, CAST(:grams AS tsquery)) DESC, record_id DESC LIMIT :most"
    ),
}
_AMONG = "IN (SELECT id FROM record WHERE kind = :kind AND state = :state)"
_RANKED_AMONG = {
    "sqlite": text(
        f"SELECT rowid FROM search WHERE search MATCH :grams AND rowid {_AMONG} ORDER BY rank LIMIT :most"
    ),
    "postgresql": text(
        f"SELECT record_id FROM search WHERE grams @@ CAST(:grams AS tsquery) AND record_id {_AMONG} "
        "ORDER BY ts_rank(grams, CAST(:grams AS tsquery)) DESC, record_id DESC LIMIT :most"
    ),
}


def _terms(run: str) -> list[tuple[str, bool]]:
    """What the index must hold for a run: its bigrams, or a beginning where the run is a single sign or Latin."""
    if run.isascii() or len(run) == 1:
        return [(run, True)]
    return [(run[n : n + 2], False) for n in range(len(run) - 1)]


def _runs(words: str) -> list[str]:
    return _RUNS.findall(unicodedata.normalize("NFKC", words).lower())
