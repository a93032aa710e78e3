"""Signatures through the one door: the unit's chain is frozen with the draft, and an absence counts on the day of signing."""

from datetime import date

import pytest
from factories import OPERATOR, Case, make_case, make_office, make_unit, make_user
from sqlalchemy import select

from casework.db import Database
from casework.errors import ActionRefused, Invalid, NotAllowed
from casework.models.journal import JournalEntry
from casework.services import signing_chains as chains
from casework.services.signing_chains import Absence, ChainForm
from casework.services.verification import verify
from casework.viewer import Moment
from workflows.vocabulary import Role, SigningStep

DAY = date(2020, 9, 2)
NEXT = date(2020, 9, 3)


class Town:
    """An office whose case is being worked on, with one person for each step."""

    def __init__(self, db: Database) -> None:
        self.office = make_office(db)
        self.unit = make_unit(self.office)
        self.handler = make_user(self.office, "handler", roles=[Role.intake, Role.handler])
        self.adviser = make_user(self.office, "adviser", roles=[Role.legal])
        self.chief = make_user(self.office, "chief", roles=[Role.approver], name="钱局长")
        self.deputy = make_user(self.office, "deputy", roles=[Role.approver])
        self.case = self.another()

    def another(self) -> Case:
        case = make_case(self.office, self.handler, unit_id=self.unit)
        case.do("assign", DAY, handler=self.handler.user_id)
        return case

    def set(self, **chain: object) -> None:
        form = ChainForm(**chain)  # type: ignore[arg-type]  # the test names the fields
        chains.set_chain(self.office, "district", form, viewer=OPERATOR, moment=Moment.on(DAY))

    def draft(self, case: Case | None = None) -> Case:
        case = case or self.case
        case.do("submit_draft", DAY, outcome="D1b", fact_reasons="不属于本机关职责")
        return case

    def away(self, first: date, last: date, *, substitute: str = "deputy") -> None:
        gone = Absence("chief", substitute, first, last)
        chains.set_absence(self.office, "district", gone, viewer=OPERATOR, moment=Moment.on(DAY))


@pytest.fixture
def town(db: Database) -> Town:
    return Town(db)


def test_the_chain_that_binds_is_that_of_the_day_of_the_draft(town: Town) -> None:
    before = town.draft()
    town.set(skip_legal="未配备法律顾问", signers={SigningStep.approve: ("chief",)})
    after = town.draft(town.another())
    assert (before.done.state, after.done.state) == ("legal_review", "approval")
    before.do("pass_review", DAY, viewer=town.adviser)
    before.do("approve", DAY, viewer=town.deputy)
    with pytest.raises(ActionRefused, match="本轮“审批”由钱局长签署"):
        after.do("approve", DAY, viewer=town.deputy)
    assert verify(town.office, today=DAY) == ()


def test_a_substitute_signs_on_the_days_of_the_absence_only(town: Town) -> None:
    town.set(signers={SigningStep.approve: ("chief",)})
    case = town.draft()
    case.do("pass_review", DAY, viewer=town.adviser)
    town.away(NEXT, NEXT)
    with pytest.raises(ActionRefused, match="由钱局长签署"):
        case.do("approve", DAY, viewer=town.deputy)
    case.do("approve", NEXT, viewer=town.deputy)
    with town.office.db.read() as session:
        row = session.scalars(select(JournalEntry).where(JournalEntry.action == "approve")).one()
        assert row.data["by"] == town.deputy.user_id
        assert row.data["stands_for"] == [town.chief.user_id]


def test_a_step_given_to_another_role_is_signed_by_it_alone(town: Town) -> None:
    town.set(signers={SigningStep.legal: "approver"})
    case = town.draft()
    with pytest.raises(NotAllowed, match="由审批人办理"):
        case.do("pass_review", DAY, viewer=town.adviser)
    case.do("pass_review", DAY, viewer=town.chief)


@pytest.mark.parametrize(
    ("chain", "sentence"),
    [
        ({"signers": {SigningStep.approve: ("handler",)}}, "没有审批人角色"),
        ({"signers": {SigningStep.approve: ("nobody",)}}, "没有登录名为“nobody”的用户"),
        ({"signers": {SigningStep.legal: "statistics"}}, "不能由“statistics”签署"),
        ({"skip_legal": "—", "signers": {SigningStep.legal: ("adviser",)}}, "请保留一项"),
        ({"signers": {SigningStep.draft: ("handler",)}}, "“承办”不能指定签署人"),
        ({"countersigners": ("nobody",)}, "没有登录名为“nobody”的用户"),
    ],
)
def test_a_chain_that_nobody_could_walk_is_refused(
    town: Town, chain: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        town.set(**chain)


def test_an_absence_needs_two_people_and_days_in_their_order(town: Town) -> None:
    with pytest.raises(Invalid, match="起止日期颠倒"):
        town.away(NEXT, DAY)
    with pytest.raises(Invalid, match="不能是本人"):
        town.away(DAY, NEXT, substitute="chief")
    with pytest.raises(Invalid, match="没有审批人角色"):
        town.away(DAY, NEXT, substitute="handler")


def test_only_an_administrator_sets_the_chain(town: Town) -> None:
    with pytest.raises(NotAllowed):
        chains.set_chain(
            town.office,
            "district",
            ChainForm(apart=[SigningStep.draft]),
            viewer=town.chief,
            moment=Moment.on(DAY),
        )
    town.draft().do("pass_review", DAY, viewer=town.adviser)
