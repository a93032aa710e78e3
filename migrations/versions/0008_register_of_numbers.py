"""Each paper keeps its place in the register of numbers, and what is known of its dispatch and its service.

The series of papers were one for each kind; now the papers of one word count together, so that no number is given twice.
A joined series goes on behind the highest number that any of its kinds had reached.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# The words as they were when this step was written.
_WORDS = {
    "correction_notice": "公补",
    "reasons_notice": "公理",
    "extension_notice": "公延",
    "delay_notice": "公迟",
    "consultation_notice": "公征",
    "fee_notice": "公费",
    "answer": "公复",
    "termination": "公终",
    "rectification_notice": "公更",
    "third_party_letter": "公询",
    "co_maker_letter": "公询",
    "agency_letter": "公询",
    "override_notice": "公告",
    "assistance_letter": "公协",
}
_SERIAL = re.compile(r"([0-9]+)号?$")


def upgrade() -> None:
    for column in (
        sa.Column("numbered_by", sa.Integer(), nullable=True),
        sa.Column("series", sa.String(40), nullable=False, server_default=""),
        sa.Column("number_year", sa.Integer(), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("served_on", sa.Date(), nullable=True),
    ):
        op.add_column("document", column)
    _fill()
    _join_series()
    op.create_index(
        "ix_document_register", "document", ["numbered_by", "number_year", "key", "serial"]
    )
    op.create_index("ix_document_numbered_by_number", "document", ["numbered_by", "number"])


def _fill() -> None:
    found = op.get_bind().execute(
        sa.text(
            "SELECT d.id, d.key, d.number, d.issued_on, j.unit_id FROM document d"
            " JOIN journal j ON j.record_id = d.record_id AND j.seq = d.seq"
            " WHERE d.number <> ''"
        ).columns(issued_on=sa.Date())
    )
    for row in found.all():
        serial = _SERIAL.search(row.number)
        op.get_bind().execute(
            sa.text(
                "UPDATE document SET numbered_by = :unit, series = :series, number_year = :year,"
                " serial = :serial WHERE id = :id"
            ),
            {
                "unit": row.unit_id,
                "series": _WORDS.get(row.key, row.key),
                "year": row.issued_on.year,
                "serial": int(serial[1]) if serial else None,
                "id": row.id,
            },
        )


def _join_series() -> None:
    kept: dict[tuple[int, str, int], int] = {}
    rows = op.get_bind().execute(sa.text("SELECT unit_id, kind, year, last FROM series")).all()
    for row in rows:
        if row.kind in _WORDS:
            at = (row.unit_id, _WORDS[row.kind], row.year)
            kept[at] = max(kept.get(at, 0), row.last)
    gone = sa.text("DELETE FROM series WHERE kind IN :kinds").bindparams(
        sa.bindparam("kinds", expanding=True)
    )
    op.get_bind().execute(gone, {"kinds": sorted(_WORDS)})
    for (unit, kind, year), last in kept.items():
        op.get_bind().execute(
            sa.text("INSERT INTO series (unit_id, kind, year, last) VALUES (:u, :k, :y, :l)"),
            {"u": unit, "k": kind, "y": year, "l": last},
        )
