"""Files that came in: the bytes once per record, and each time one was attached to it.

The two are apart so that a scan that proves two things is kept once. The salted digest of the bytes stands in the
journal; content, names and salt can be erased, and the row stays as the tombstone (model 12).
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file_content",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=True),
        sa.Column("media", sa.String(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_file_content_record_id_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_content")),
        sa.UniqueConstraint("record_id", "sha256", name=op.f("uq_file_content_record_id_sha256")),
    )
    op.create_table(
        "attached_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_attached_file_record_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["content_id"],
            ["file_content.id"],
            name=op.f("fk_attached_file_content_id_file_content"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attached_file")),
        sa.UniqueConstraint("record_id", "seq", name=op.f("uq_attached_file_record_id_seq")),
    )
