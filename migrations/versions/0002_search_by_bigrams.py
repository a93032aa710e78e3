"""Full-text search over names and contents, by character bigrams that the application makes (model 16).

SQLite keeps them in FTS5, PostgreSQL in a tsvector with a GIN index; neither tokenizer of its own finds a word of two
characters.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE search (record_id INTEGER PRIMARY KEY REFERENCES record (id), "
            "grams TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX ix_search_grams ON search USING gin (grams)")
    else:
        op.execute("CREATE VIRTUAL TABLE search USING fts5 (grams, tokenize = 'unicode61')")
