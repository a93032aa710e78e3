"""Tasks between units on both databases: who sees a case because of one, what of it, and what he may do."""

from dataclasses import dataclass
from datetime import date

import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import select

from casework.db import Database
from casework.errors import ActionRefused, Invalid, NotAllowed, NotFound
from casework.models.record import Task
from casework.models.unit import Unit
from casework.queries import cases, tasks
from casework.queries.case_page import CaseView, case_page, paper
from casework.queries.queue_filter import QueueFilter
from casework.queries.tasks import TaskCounts, TaskRow
from casework.services import calendars
from casework.services.verification import verify
from casework.viewer import Viewer
from workflows.vocabulary import Role

ASKED = date(2020, 9, 3)
WORKERS = [Role.intake, Role.handler]
ANSWER = {"result": "none", "systems": "业务系统", "note": "已检索"}


@dataclass
class Town:
    """A district with two departments; the district answers, the departments are asked."""

    db: Database
    case: Case
    edu: int
    edu_clerk: Viewer
    fin_clerk: Viewer
    edu_statistician: Viewer

    def ask(self, **more: object) -> int:
        """Ask the education office; the number of the task."""
        given = {"asked_unit": self.edu, "task_kind": "search", "matter": "请检索", **more}
        self.case.do("ask_department", ASKED, **given)
        return self.case.done.version

    def view(self, viewer: Viewer, *, today: date = ASKED) -> CaseView:
        with self.db.read() as session:
            return case_page(
                session,
                viewer,
                self.case.done.record_id,
                today=today,
                calendar=calendars.newest(session),
                cipher=self.case.office.cipher,
            )

    def rows(self, viewer: Viewer, *, today: date = ASKED) -> tuple[TaskRow, ...]:
        with self.db.read() as session:
            return tasks.to_do(session, viewer, today=today, calendar=calendars.newest(session))

    def counts(self, viewer: Viewer, *, today: date = ASKED) -> TaskCounts:
        with self.db.read() as session:
            return tasks.counts(session, viewer, today=today)


@pytest.fixture
def town(db: Database) -> Town:
    office = make_office(db)
    district = make_unit(office)
    edu = make_unit(office, "edu", name="某区教育局", parent="district")
    make_unit(office, "fin", name="某区财政局", parent="district")
    clerk = make_user(office, "clerk", roles=[*WORKERS, Role.legal, Role.approver])
    case = make_case(office, clerk, unit_id=district)
    case.do("assign", date(2020, 9, 2), handler=clerk.user_id)
    return Town(
        db,
        case,
        edu,
        make_user(office, "edu", roles=WORKERS, unit="edu"),
        make_user(office, "fin", roles=WORKERS, unit="fin"),
        make_user(office, "edu-tongji", roles=[Role.statistics], unit="edu"),
    )


def test_a_case_comes_into_sight_with_a_task_and_goes_with_its_answer(town: Town) -> None:
    with pytest.raises(NotFound):
        town.view(town.edu_clerk)
    task = town.ask()
    assert town.view(town.edu_clerk).record.id == town.case.done.record_id
    town.case.do("answer_task", ASKED, viewer=town.edu_clerk, thread=task, **ANSWER)
    with pytest.raises(NotFound):
        town.view(town.edu_clerk)


def test_a_task_taken_back_takes_the_case_out_of_sight(town: Town) -> None:
    task = town.ask()
    town.case.do("withdraw_task", ASKED, thread=task, reasons="不再需要")
    with pytest.raises(NotFound):
        town.view(town.edu_clerk)


def test_a_closed_case_is_out_of_sight_though_its_task_was_never_answered(town: Town) -> None:
    town.ask()
    town.case.do("withdraw", ASKED, paper="书面撤回")
    with pytest.raises(NotFound):
        town.view(town.edu_clerk)
    assert town.rows(town.edu_clerk) == ()


def test_a_third_department_sees_nothing(town: Town) -> None:
    town.ask()
    with pytest.raises(NotFound):
        town.view(town.fin_clerk)
    assert town.rows(town.fin_clerk) == ()


def test_who_does_no_casework_in_the_department_sees_nothing(town: Town) -> None:
    town.ask()
    with pytest.raises(NotFound):
        town.view(town.edu_statistician)
    assert town.rows(town.edu_statistician) == ()


def test_a_department_sees_what_is_asked_but_neither_applicant_nor_papers(town: Town) -> None:
    town.case.do("log_contact", ASKED, reached=True, note="申请人住某路8号")
    town.ask()
    town.ask(asked_unit=unit_of(town, "fin"), matter="请财政局核对")
    view = town.view(town.edu_clerk)
    assert [item.content for item in view.items] == ["某街道2019年房屋征收补偿方案"]
    assert (view.parties, view.papers) == ((), ())
    assert [(e.action, e.texts["matter"]) for e in view.entries] == [("ask_department", "请检索")]
    assert len(view.facts.threads) == 1
    with town.db.read() as session:
        document = town.view(town.case.viewer).papers[0]
        with pytest.raises(NotFound):
            paper(session, town.edu_clerk, view.record.id, document.id)


def unit_of(town: Town, code: str) -> int:
    with town.db.read() as session:
        return session.scalars(select(Unit.id).where(Unit.code == code)).one()


def test_a_department_is_offered_only_the_acts_on_tasks(town: Town) -> None:
    town.ask()
    offered = {act.action.name for act in town.view(town.edu_clerk).open_acts}
    assert offered == {"claim_task", "answer_task"}


def test_a_department_does_no_other_act(town: Town) -> None:
    town.ask()
    with pytest.raises(NotAllowed):
        town.case.do("withdraw", ASKED, viewer=town.edu_clerk, paper="书面撤回")


def test_a_department_answers_only_its_own_task(town: Town) -> None:
    task = town.ask()
    town.ask(asked_unit=unit_of(town, "fin"))
    with pytest.raises(NotAllowed, match="交给了其他单位"):
        town.case.do("answer_task", ASKED, viewer=town.fin_clerk, thread=task, **ANSWER)
    with pytest.raises(NotAllowed, match="交给了其他单位"):
        town.case.do("claim_task", ASKED, viewer=town.fin_clerk, thread=task)


def test_the_handler_may_note_what_a_department_said_by_telephone(town: Town) -> None:
    task = town.ask()
    town.case.do("answer_task", ASKED, thread=task, **ANSWER)
    assert town.rows(town.edu_clerk) == ()


def test_a_case_asked_of_a_department_is_not_in_its_queue(town: Town) -> None:
    town.ask()
    with town.db.read() as session:
        found = cases.queue(
            session,
            town.edu_clerk,
            QueueFilter(q="张三"),
            today=ASKED,
            calendar=calendars.newest(session),
            cipher=town.case.office.cipher,
        )
    assert found.total == 0


def test_the_answering_unit_is_not_asked(town: Town) -> None:
    with pytest.raises(Invalid, match="协办单位就是本案的答复单位"):
        town.ask(asked_unit=unit_of(town, "district"))


@pytest.mark.parametrize(
    ("settings", "limit"),
    [
        ({}, date(2020, 9, 8)),
        ({"task_days": 5}, date(2020, 9, 10)),
        ({"task_days": 2}, date(2020, 9, 7)),
        ({"task_days": 30}, date(2020, 9, 8)),
    ],
)
def test_the_limit_follows_the_setting_of_the_unit(
    town: Town, settings: dict[str, int], limit: date
) -> None:
    with town.db.write() as session:
        session.scalars(select(Unit).where(Unit.code == "district")).one().settings = settings
    town.ask()
    (row,) = town.rows(town.edu_clerk)
    assert row.limit_on == limit


def test_a_named_limit_goes_before_the_setting(town: Town) -> None:
    town.ask(limit_on="2020-09-25")
    (row,) = town.rows(town.edu_clerk)
    assert (row.limit_on, row.days_left) == (date(2020, 9, 25), 16)


def test_unclaimed_and_late_tasks_show(town: Town) -> None:
    task = town.ask()
    assert town.counts(town.edu_clerk) == TaskCounts(open=1, unclaimed=1, late=0)
    town.case.do("claim_task", ASKED, viewer=town.edu_clerk, thread=task)
    late = date(2020, 9, 9)
    assert town.counts(town.edu_clerk, today=late) == TaskCounts(open=1, unclaimed=0, late=1)
    (row,) = town.rows(town.edu_clerk, today=late)
    assert (row.is_unclaimed, row.is_late, row.claimed_on) == (False, True, ASKED)


def test_who_asked_sees_what_is_waited_for(town: Town) -> None:
    town.ask()
    with town.db.read() as session:
        (row,) = tasks.waiting_for(
            session, town.case.viewer, today=ASKED, calendar=calendars.newest(session)
        )
    assert (row.asked_of, row.matter, row.kind_label) == ("某区教育局", "请检索", "检索")


def test_the_table_of_tasks_follows_the_journal(town: Town) -> None:
    task = town.ask()
    town.case.do("claim_task", ASKED, viewer=town.edu_clerk, thread=task)
    town.case.do("answer_task", ASKED, viewer=town.edu_clerk, thread=task, **ANSWER)
    town.ask()
    with town.db.read() as session:
        first, second = session.scalars(select(Task).order_by(Task.seq)).all()
    assert (first.claimed_on, first.answered_on, first.ended_by, first.result) == (
        ASKED,
        ASKED,
        "answer_task",
        "none",
    )
    assert (second.claimed_on, second.ended_on, second.ended_by) == (None, None, "")
    assert verify(town.case.office, today=ASKED) == ()


def test_an_answer_that_is_annulled_opens_the_task_again(town: Town) -> None:
    task = town.ask()
    town.case.do("answer_task", ASKED, viewer=town.edu_clerk, thread=task, **ANSWER)
    entry = town.case.done.version
    town.case.do("annul", ASKED, entry=entry, reasons="答复的是另一件")
    assert len(town.rows(town.edu_clerk)) == 1
    assert verify(town.case.office, today=ASKED) == ()


def test_a_task_that_somebody_changed_behind_the_journal_is_found(town: Town) -> None:
    task = town.ask()
    with town.db.write() as session:
        session.scalars(select(Task).where(Task.seq == task)).one().unit_id = unit_of(town, "fin")
    assert [fault.rule for fault in verify(town.case.office, today=ASKED)] == ["child"]


def test_what_does_not_exist_is_not_answered(town: Town) -> None:
    town.ask()
    with pytest.raises(ActionRefused, match="不存在或者已经答复"):
        town.case.do("answer_task", ASKED, viewer=town.edu_clerk, thread=1, **ANSWER)
