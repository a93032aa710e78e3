"""The journal of a case as a file that can be recomputed without the database: rows, erasable texts, seals."""

from typing import Any

from casework.queries.journal_rows import seals_over
from casework.services.dossier.opening import OpenCase
from casework.services.journal import TAG, content_of


def journal_json(case: OpenCase) -> dict[str, Any]:
    """Every row with its hashes, every text with its salt (erased ones without), and the seals over the rows."""
    return {
        "algorithm": TAG,
        "rows": [
            {"content": content_of(row), "previous_hash": row.previous_hash, "hash": row.hash}
            for row in case.rows
        ],
        "texts": [
            {"seq": n.seq, "field": n.field, "content": n.content, "salt": n.salt}
            for n in case.notes
        ],
        "seals": [
            {
                "seal": seal.id,
                "at": seal.at.isoformat(),
                "rows": seal.rows,
                "covers": list(covered),
                "previous_hash": seal.previous_hash,
                "hash": seal.hash,
            }
            for seal, covered in seals_over(case.session, case.record.id)
        ],
    }
