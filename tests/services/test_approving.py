"""Several cases signed at once: each for itself, and the refused one is named with its reason."""

from dataclasses import replace
from datetime import date

import pytest
from factories import Case, make_case, make_office, make_unit, make_user

from casework.db import Database
from casework.errors import Invalid
from casework.models.record import Note, Record
from casework.queries import approvals
from casework.services import calendars
from casework.services.approving import sign_many
from casework.services.batches import Became, Chosen
from casework.services.engine import Done
from casework.services.verification import verify
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Role

DAY = date(2020, 9, 2)


class Town:
    """An office with three drafts that wait for approval; the last one releases something and has no secrecy review."""

    def __init__(self, db: Database) -> None:
        self.office = make_office(db)
        self.unit = make_unit(self.office)
        staff = [Role.intake, Role.handler, Role.legal]
        self.clerk = make_user(self.office, "clerk", roles=staff)
        self.chief = make_user(self.office, "chief", roles=[Role.approver])
        self.cases = [self.case("D1b", reasons="不属于本机关职责") for _ in range(2)]
        self.cases.append(self.case("A2", provided_by="以电子邮件提供"))

    def case(self, outcome: str, **facts: str) -> Case:
        case = make_case(self.office, self.clerk, unit_id=self.unit)
        case.do("assign", DAY, handler=self.clerk.user_id)
        given = {f"fact_{key}": text for key, text in facts.items()}
        case.do("submit_draft", DAY, outcome=outcome, **given)
        case.do("pass_review", DAY)
        return case

    def sign(self, action: str, *cases: Case, viewer: Viewer | None = None) -> tuple[Became, ...]:
        signed = sign_many(
            self.office,
            [Chosen(case.done.record_id, case.done.version) for case in cases],
            action,
            opinion="同意，按程序答复",
            viewer=viewer or self.chief,
            moment=Moment.on(DAY),
        )
        for case in cases:
            with self.office.db.read() as session:
                case.done = _done(case, session.get_one(Record, case.done.record_id))
        return signed

    def piles(self, viewer: Viewer) -> dict[str, list[int]]:
        with self.office.db.read() as session:
            found = approvals.waiting(
                session, viewer, today=DAY, calendar=calendars.newest(session)
            )
        return {pile.action.name: [row.record_id for row in pile.rows] for pile in found}


def _done(case: Case, record: Record) -> Done:
    return replace(case.done, version=record.version, state=record.state)


@pytest.fixture
def town(db: Database) -> Town:
    return Town(db)


def test_the_refused_one_is_named_and_the_others_go_through(town: Town) -> None:
    first, second, unreviewed = town.cases
    assert [one.refused for one in town.sign("approve", *town.cases)] == ["", "", ""]
    found = town.sign("issue", first, unreviewed, second)
    assert [bool(one.refused) for one in found] == [False, True, False]
    assert "保密审查" in found[1].refused
    assert found[1].number == unreviewed.done.number
    assert [case.done.state for case in town.cases] == [
        "pending_service",
        "pending_service",
        "pending_issue",
    ]
    with town.office.db.read() as session:
        said = [n.content for n in session.query(Note).filter(Note.field == "opinion")]
    assert said == ["同意，按程序答复"] * 5
    assert verify(town.office, today=DAY) == ()


def test_a_case_that_somebody_changed_meanwhile_is_not_signed(town: Town) -> None:
    stale = town.cases[0]
    seen = stale.done
    town.sign("approve", stale)
    stale.done = seen
    (found,) = town.sign("approve", stale)
    assert "已有新的记录" in found.refused


def test_what_is_out_of_sight_is_neither_signed_nor_named(town: Town) -> None:
    make_unit(town.office, "edu", name="某市某区教育局", parent="district")
    stranger = make_user(town.office, "edu", roles=[Role.approver], unit="edu")
    (found,) = town.sign("approve", town.cases[0], viewer=stranger)
    assert found.number == ""
    assert "没有这一案件" in found.refused
    assert town.cases[0].done.state == "approval"


@pytest.mark.parametrize("action", ["return_from_approval", "submit_draft", "void", "nonsense"])
def test_only_a_plain_signature_is_given_to_many(town: Town, action: str) -> None:
    (found,) = town.sign(action, town.cases[0])
    assert "不能批量签署" in found.refused


def test_nothing_chosen_is_said_so(town: Town) -> None:
    with pytest.raises(Invalid, match="没有选择办件"):
        town.sign("approve")


def test_the_desk_lists_what_waits_for_the_viewer_alone(town: Town) -> None:
    ids = [case.done.record_id for case in town.cases]
    assert town.piles(town.chief) == {"approve": ids}
    assert town.piles(town.clerk) == {}
    town.sign("approve", town.cases[0])
    assert town.piles(town.chief) == {"approve": ids[1:], "issue": ids[:1]}
