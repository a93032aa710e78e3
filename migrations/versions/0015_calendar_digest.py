"""The digest of each calendar version: a process keeps the days it has read by what they are, not by their number.

A number could stand for other days after a rolled back transaction or a restored backup.
"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_VERSION = sa.table("calendar_version", sa.column("id"), sa.column("digest"))
_DAY = sa.table(
    "calendar_day",
    sa.column("version_id"),
    sa.column("on_day", sa.Date),
    sa.column("working", sa.Boolean),
    sa.column("why"),
    sa.column("notice"),
    sa.column("provisional", sa.Boolean),
)


def upgrade() -> None:
    digest = sa.Column("digest", sa.String(length=64), nullable=False, server_default="")
    op.add_column("calendar_version", digest)
    connection = op.get_bind()
    for version in connection.scalars(sa.select(_VERSION.c.id)).all():
        days = sa.select(*_DAY.c).where(_DAY.c.version_id == version).order_by(_DAY.c.on_day)
        lines = "\n".join(
            f"{day.on_day.isoformat()}|{int(day.working)}|{day.why}|{day.notice}|{int(day.provisional)}"
            for day in connection.execute(days)
        )
        connection.execute(
            sa.update(_VERSION)
            .where(_VERSION.c.id == version)
            .values(digest=hashlib.sha256(lines.encode()).hexdigest())
        )
