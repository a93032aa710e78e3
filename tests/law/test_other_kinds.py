"""部门信箱, 整改 and 更正申请: the days they have, who ends them, and that no kind outlives a wrong entry or a moved calendar."""

from datetime import date

import pytest
from law.stories import CALENDAR, Refused, Story

from workflows.definition import Workflow
from workflows.history import Act
from workflows.kinds.correction_of_record import CORRECTION_OF_RECORD
from workflows.kinds.letter import LETTER
from workflows.kinds.rectification import RECTIFICATION
from workflows.registry import all_workflows, plain_kinds
from workflows.vocabulary import Phase, RecordKind, Role

DAY = date(2020, 9, 1)
PROBLEM = {"circular": "通报〔2020〕9号", "until": "2020-10-25"}
plain = pytest.mark.parametrize("workflow", plain_kinds(), ids=lambda w: w.version)


def due_basis(story: Story) -> str:
    situation = story.workflow.situation(story.facts, CALENDAR)
    return story.workflow.running_timers(situation)[0].basis


# 部门信箱


def test_a_letter_has_five_working_days_or_the_day_that_is_entered() -> None:
    assert Story(LETTER).do("receive", DAY).due_on == date(2020, 9, 8)
    assert Story(LETTER).do("receive", DAY, until="2020-09-20").due_on == date(2020, 9, 20)


@pytest.mark.parametrize(("action", "state"), [("reply", "replied"), ("file_letter", "filed")])
def test_a_letter_is_replied_to_or_filed_with_a_reason(action: str, state: str) -> None:
    story = Story(LETTER).do("receive", DAY).do(action, date(2020, 9, 4))
    assert (story.facts.state, story.facts.closed_on, story.due_on) == (
        state,
        date(2020, 9, 4),
        None,
    )


# 整改


def raised() -> Story:
    return Story(RECTIFICATION).do("raise_problem", DAY, **PROBLEM, repeated=True)


def test_a_problem_has_the_day_of_its_circular() -> None:
    assert (raised().due_on, due_basis(raised())) == (date(2020, 10, 25), "条例47")
    assert raised().facts.values["repeated"] is True


def test_a_report_ends_the_period_and_only_the_word_from_above_closes() -> None:
    story = raised().do("report_done", date(2020, 11, 2))
    assert (story.due_on, story.facts.closed_on) == (None, None)
    assert story.workflow.read_clock(story.facts, CALENDAR).last_due_on == date(2020, 10, 25)
    story.do("verify_done", date(2020, 11, 4))
    assert (story.facts.state, story.facts.closed_on) == ("done", date(2020, 11, 4))
    assert story.workflow.read_clock(story.facts, CALENDAR).warnings == ()


def test_a_report_that_is_sent_back_runs_to_a_new_day() -> None:
    story = raised().do("report_done", date(2020, 10, 20))
    story.do("send_back", date(2020, 10, 22), until="2020-11-10")
    assert (story.facts.state, story.due_on) == ("open", date(2020, 11, 10))
    assert story.do("report_done", date(2020, 11, 9)).due_on is None


def test_the_day_is_moved_from_above_and_ahead() -> None:
    assert raised().do("move_limit", date(2020, 10, 9), until="2020-11-30").due_on == date(
        2020, 11, 30
    )
    with pytest.raises(Refused, match="“整改期限”不能早于办理日期2020年10月9日（条例47）"):
        raised().do("move_limit", date(2020, 10, 9), until="2020-10-08")


def test_a_unit_does_not_verify_its_own_work() -> None:
    story = raised().do("report_done", date(2020, 10, 20))
    situation = story.workflow.situation(story.facts, CALENDAR)
    own = frozenset({Role.intake, Role.handler})
    offered = story.workflow.open_to(situation, roles=own, on_day=date(2020, 10, 20))
    assert not any(one.action.targets for one in offered)


# 更正申请


def test_a_correction_is_answered_within_sixty_days_of_receipt() -> None:
    story = Story(CORRECTION_OF_RECORD).do("receive", DAY, channel="mail")
    assert (story.due_on, due_basis(story)) == (date(2020, 11, 2), "行诉法47")  # 31 Oct: a Saturday


@pytest.mark.parametrize(
    ("actions", "state"),
    [
        (("check_record", "correct_record"), "corrected"),
        (("check_record", "refuse_correction"), "refused"),
        (("check_record", "pass_on"), "passed_on"),
        (("pass_on",), "passed_on"),
    ],
)
def test_a_correction_ends_corrected_passed_on_or_refused(
    actions: tuple[str, ...], state: str
) -> None:
    story = Story(CORRECTION_OF_RECORD).do("receive", DAY, channel="mail")
    for action in actions:
        story.do(action, date(2020, 9, 4), agency="某局")
    assert (story.facts.state, story.due_on) == (state, None)


def test_nothing_is_refused_before_it_was_checked() -> None:
    facts = Story(CORRECTION_OF_RECORD).do("receive", DAY, channel="mail").facts
    assert {a.name for a in CORRECTION_OF_RECORD.reachable(facts)}.isdisjoint(
        {"correct_record", "refuse_correction"}
    )


# Every kind


@plain
def test_every_kind_tells_what_it_is_about_and_marks_its_number(workflow: Workflow) -> None:
    texts = {f.key for f in workflow.opening.fields if f.personal}
    assert workflow.title_field in texts
    assert workflow.opening.draws_number
    marks = [w.number_mark for w in plain_kinds()]
    assert workflow.number_mark
    assert marks.count(workflow.number_mark) == 1


@plain
def test_every_kind_can_be_voided_assigned_or_moved_by_the_calendar(workflow: Workflow) -> None:
    at_work = {s for s in workflow.states if s.phase is not Phase.closed}
    for name in ("void", "calendar_changed", "annul", "amend"):
        row = workflow.action(name)
        assert row is not None, name
        assert set(row.sources) >= at_work


@plain
def test_a_void_record_is_no_closing(workflow: Workflow) -> None:
    given = {"until": "2020-12-01", "channel": "mail"}
    opened = workflow.fold((Act(1, workflow.opening.name, DAY, given),))
    void = workflow.fire(opened, Act(2, "void", DAY, {}))
    assert (void.state, void.closed_on, void.outcome) == ("void", None, "")
    assert workflow.read_clock(void, CALENDAR).due_on is None


def test_requests_and_registers_are_opened_elsewhere() -> None:
    listed = {w.kind for w in plain_kinds()}
    assert RecordKind.request not in listed
    assert RecordKind.administration not in listed
    assert {w.kind for w in all_workflows()} - listed == {
        RecordKind.request,
        RecordKind.administration,
        RecordKind.year,
    }
