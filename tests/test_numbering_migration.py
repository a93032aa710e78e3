"""The step to the register of numbers: papers keep their numbers, and kinds of one word go on in one series."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from casework.db import Database
from casework.services.upgrade import migrate

_PAPER = (
    "INSERT INTO document (record_id, seq, key, title, number, issued_on, template_sha256, sha256)"
    " VALUES (1, {seq}, '{key}', '征求意见书', '{number}', '2020-09-0{seq}', 'x', 'x')"
)
_ROW = (
    "INSERT INTO journal (record_id, seq, unit_id, at, on_day, actor_label, action, basis, effect, before, after, data,"
    " previous_hash, hash) VALUES (1, {seq}, 1, '2020-09-0{seq} 01:00:00', '2020-09-0{seq}', '甲', 'x', 'x', '', '', '',"
    " '{{}}', '', 'h{seq}')"
)
_SERIES = "INSERT INTO series (unit_id, kind, year, last) VALUES (1, '{kind}', 2020, {last})"
BEFORE = (
    "INSERT INTO unit (id, code, name, signatory, mark, remedies, settings)"
    " VALUES (1, 'a', '甲', '', '某政', '{}', '{}')",
    "INSERT INTO record (id, kind, unit_id, state, resumes_to, category, arrived_on, outcome, workflow_version,"
    " calendar_version, version, facts)"
    " VALUES (1, 'request', 1, 'consulting', '', '', '2020-09-01', '', 'request-2019', 1, 2, '{}')",
    _ROW.format(seq=1),
    _ROW.format(seq=2),
    _PAPER.format(seq=1, key="third_party_letter", number="某政公询〔2020〕3号"),
    _PAPER.format(seq=2, key="reply_slip", number=""),
    _SERIES.format(kind="third_party_letter", last=3),
    _SERIES.format(kind="agency_letter", last=2),
    _SERIES.format(kind="request", last=7),
)


@pytest.fixture
def blank(blank_url: str) -> Iterator[Database]:
    database = Database(blank_url)
    yield database
    database.close()


def test_papers_keep_their_numbers_and_one_word_goes_on_in_one_series(blank: Database) -> None:
    migrate(blank, "0007")
    with blank.engine.begin() as connection:
        for statement in BEFORE:
            connection.execute(text(statement))
    migrate(blank, "0008")
    with blank.engine.connect() as connection:
        papers = connection.execute(
            text("SELECT numbered_by, series, number_year, serial FROM document ORDER BY seq")
        ).all()
        series = connection.execute(text("SELECT kind, last FROM series ORDER BY last")).all()
    assert [tuple(row) for row in papers] == [(1, "公询", 2020, 3), (None, "", None, None)]
    assert [tuple(row) for row in series] == [("公询", 3), ("request", 7)]
