"""The set of papers as a table: each is sent by an act or drawn on demand, and says truly what its sending does to the clock."""

import hashlib
from datetime import date

import pytest

from casework.paths import TEMPLATES
from workflows.documents import (
    DOCUMENTS,
    Addressee,
    DocumentType,
    missing_facts,
    offered_sheets,
    sheets_of,
)
from workflows.history import Act, Facts
from workflows.registry import all_workflows
from workflows.statute import provision
from workflows.vocabulary import RecordKind

ROWS = tuple(DOCUMENTS.values())
SENT_BY = {
    key: [a for w in all_workflows() for a in w.actions if key in a.papers] for key in DOCUMENTS
}
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)


@every_row
def test_a_paper_rests_on_a_provision_and_has_a_template(row: DocumentType) -> None:
    assert provision(row.basis)
    assert (TEMPLATES / "documents" / f"{row.key}.txt").is_file()
    assert row.limit


def test_a_former_template_is_kept_as_it_was_under_its_digest() -> None:
    for file in (TEMPLATES / "documents" / "former").iterdir():
        key, digest, _ = file.name.split(".")
        assert key in DOCUMENTS
        assert hashlib.sha256(file.read_bytes()).hexdigest().startswith(digest)


@every_row
def test_a_paper_is_sent_by_an_act_or_drawn_on_demand(row: DocumentType) -> None:
    assert bool(SENT_BY[row.key]) != bool(row.on_demand)


@every_row
def test_the_effect_of_a_paper_is_that_of_the_act_that_sends_it(row: DocumentType) -> None:
    effects = {a.effect for a in SENT_BY[row.key]}
    # A fee notice that takes the place of another finds the clock stopped.
    assert not effects or row.effect in effects


@every_row
def test_the_acts_a_paper_repeats_exist_where_it_is_sent(row: DocumentType) -> None:
    for workflow in all_workflows():
        if any(row.key in a.papers for a in workflow.actions):
            assert all(workflow.action(name) for name in row.uses)


@every_row
def test_the_facts_a_paper_needs_of_its_act_are_fields_of_it(row: DocumentType) -> None:
    for path, name in row.needs:
        root, _, key = path.partition(".")
        assert name
        if root == "act":
            assert all(key in {f.key for f in a.fields} for a in SENT_BY[row.key])


def test_only_a_notice_and_an_answer_have_a_series_of_their_own() -> None:
    words = [row.word for row in ROWS if row.word]
    assert {word for word in words if words.count(word) > 1} == {"公询"}
    assert not any(row.word for row in ROWS if row.on_demand)


def test_the_applicant_is_named_to_himself_and_inside_the_house_only() -> None:
    shown = {row.addressee for row in ROWS if row.shows_applicant}
    assert shown == {Addressee.applicant, Addressee.internal}


def test_a_heading_leaves_out_for_whom_the_paper_is() -> None:
    assert DOCUMENTS["override_notice"].heading == "政府信息依申请公开告知书"
    assert DOCUMENTS["answer"].heading == DOCUMENTS["answer"].title


def test_what_a_paper_lacks_is_named_in_its_order() -> None:
    row = DOCUMENTS["fee_notice"]
    given = {"act": {"standard": "按件", "count": "", "amount": "100"}}
    assert missing_facts(row, given) == ("件数或者页数", "缴纳方式")
    assert missing_facts(row, {"act": ""}) == tuple(name for _, name in row.needs)


def test_a_sheet_is_offered_once_there_is_something_to_print() -> None:
    before = Facts()
    after = Facts(acts=(Act(1, "submit_draft", date(2026, 8, 3)),))
    offered = [row.key for row in offered_sheets(RecordKind.request, after, linked=False)]
    assert offered == ["register_sheet", "approval_sheet"]
    assert [r.key for r in offered_sheets(RecordKind.request, before, linked=False)] == offered[:1]


def test_the_sheets_about_a_request_need_the_link_to_it() -> None:
    assert offered_sheets(RecordKind.review, Facts(), linked=False) == ()
    assert len(offered_sheets(RecordKind.review, Facts(), linked=True)) == 2


def test_a_dispute_has_sheets_of_its_own() -> None:
    assert [row.key for row in sheets_of(RecordKind.review)] == ["review_reply", "evidence_list"]
    assert [row.key for row in sheets_of(RecordKind.lawsuit)] == ["defence", "evidence_list"]
    assert sheets_of(RecordKind.letter) == ()
