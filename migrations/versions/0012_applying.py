"""The pages for applicants: query codes, sent forms, uses counted against abuse, and when a paper was opened.

All of them hold keyed digests only, so that a copy of the database opens no case and names no network address.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "query_code",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("code_index", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_query_code_record_id_record")
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_query_code")),
        sa.UniqueConstraint("code_index", name=op.f("uq_query_code_code_index")),
    )
    op.create_table(
        "sent_application",
        sa.Column("key_index", sa.String(length=64), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_sent_application_record_id_record")
        ),
        sa.PrimaryKeyConstraint("key_index", name=op.f("pk_sent_application")),
    )
    op.create_index(op.f("ix_sent_application_record_id"), "sent_application", ["record_id"])
    op.create_table(
        "portal_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("address_index", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_portal_use_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_use")),
    )
    op.create_index("ix_portal_use_address", "portal_use", ["kind", "address_index", "at"])
    op.create_index("ix_portal_use_unit", "portal_use", ["kind", "unit_id", "at"])
    op.create_index(op.f("ix_portal_use_at"), "portal_use", ["at"])
    op.create_table(
        "paper_access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_paper_access_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_paper_access_record_id_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_access")),
    )
    op.create_index(op.f("ix_paper_access_document_id"), "paper_access", ["document_id"])
    op.create_index(op.f("ix_paper_access_record_id"), "paper_access", ["record_id"])
