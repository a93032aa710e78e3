"""Alembic's entry: runs the migrations on the connection that `services.upgrade` hands over."""

from alembic import context

from casework.db import Base
from casework.models import calendar, document, form, journal, party, record, unit, user
from casework.models.search import include_name

TABLES = (
    calendar,
    document,
    form,
    journal,
    party,
    record,
    unit,
    user,
)  # importing them fills the metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    include_name=include_name,
)
with context.begin_transaction():
    context.run_migrations()
