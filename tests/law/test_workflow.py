"""The tables of acts as a whole: complete, connected, cited, and refusing what they do not know."""

from dataclasses import replace
from datetime import date

import pytest
from law.stories import CALENDAR, Refused, Story, issued, registered

from workflows.action import Action, Branch, Impossible
from workflows.definition import Workflow
from workflows.derived_facts import derived_answer_facts
from workflows.documents import DOCUMENTS
from workflows.forms import PERSONAL_KINDS, FieldKind
from workflows.history import Act
from workflows.kinds.request import REQUEST_2019
from workflows.kinds.review import REVIEW_2017
from workflows.registry import all_workflows, workflow_for, workflow_version
from workflows.statute import provision
from workflows.vocabulary import ClockEffect, Phase, RecordKind, Role, State

every_act = pytest.mark.parametrize(
    ("workflow", "action"),
    [(w, a) for w in all_workflows() for a in w.actions],
    ids=[f"{w.version}-{a.name}" for w in all_workflows() for a in w.actions],
)
DAY = date(2020, 9, 10)


@every_act
def test_an_act_has_label_article_roles_and_states_of_its_own_workflow(
    workflow: Workflow, action: Action
) -> None:
    assert action.label
    assert provision(action.basis)
    assert action.roles
    assert {*action.sources, *action.targets} <= set(workflow.states)
    assert bool(action.sources) != action.creates


@every_act
def test_an_act_names_only_papers_guards_and_earlier_acts_that_exist(
    workflow: Workflow, action: Action
) -> None:
    assert not action.papers or set(action.papers) <= set(DOCUMENTS)
    assert all(workflow.action(name) for name in action.after)
    assert all(provision(guard.basis) for guard in (*action.guards, *action.warnings))
    assert len({field.key for field in action.fields}) == len(action.fields)


@every_act
def test_a_choice_field_offers_choices_and_a_text_stays_out_of_the_journal(
    workflow: Workflow, action: Action
) -> None:
    for field in action.fields:
        assert bool(field.choices) == (field.kind is FieldKind.choice)
        assert field.personal == (field.kind in PERSONAL_KINDS)


@pytest.mark.parametrize("state", list(State), ids=str)
def test_every_state_of_a_request_can_be_reached_and_every_open_one_left(state: State) -> None:
    acts = REQUEST_2019.actions
    assert any(state in act.targets for act in acts)
    if state.phase not in (Phase.closed, Phase.carried_forward):
        assert any(state in act.sources and set(act.targets) - {state} for act in acts)


def test_a_carried_case_is_worked_on_where_it_stood() -> None:
    story = registered().do("assign", DAY, handler=1).do("carry_forward", date(2020, 12, 31))
    assert story.facts.state == State.carried_forward
    story.do("submit_draft", date(2021, 1, 4), outcome="D2", fact_reasons="—")
    assert story.facts.state == State.legal_review


def test_an_act_that_leaves_the_state_takes_a_carried_case_back_to_its_own() -> None:
    story = registered().do("carry_forward", date(2020, 12, 31))
    assert story.do("log_contact", date(2021, 1, 4), note="—").facts.state == State.registered


@pytest.mark.parametrize("phase", list(Phase), ids=str)
def test_each_phase_has_its_states(phase: Phase) -> None:
    assert all(state.phase is phase for state in REQUEST_2019.states_in(phase))
    assert REQUEST_2019.states_in(phase)


def test_states_speak_their_label_and_phase() -> None:
    assert REQUEST_2019.label("consulting") == "征求意见中"
    assert REQUEST_2019.phase("pending_service") is Phase.reply


def test_an_act_that_the_table_does_not_know_is_impossible() -> None:
    with pytest.raises(Impossible) as error:
        REQUEST_2019.fold((Act(1, "fly", DAY),))
    assert error.value.act.action == "fly"


def test_an_act_from_a_state_that_does_not_allow_it_is_impossible() -> None:
    with pytest.raises(Impossible):
        REQUEST_2019.fire(registered().facts, Act(3, "issue", DAY))


def test_an_end_of_a_consultation_that_was_never_opened_is_impossible() -> None:
    facts = registered().do("assign", DAY, handler=1).facts
    with pytest.raises(Impossible):
        REQUEST_2019.fire(facts, Act(4, "refuse_extension", DAY))


def test_what_is_open_depends_on_the_role() -> None:
    facts = registered().facts
    situation = REQUEST_2019.situation(facts, CALENDAR)
    names = {
        role: {
            a.action.name
            for a in REQUEST_2019.open_to(situation, roles=frozenset({role}), on_day=DAY)
        }
        for role in (Role.intake, Role.approver, Role.auditor)
    }
    assert {"assign", "withdraw"} <= names[Role.intake]
    assert {"void", "grant_extension"} <= names[Role.approver]
    assert names[Role.auditor] == set()


def test_an_open_act_that_must_wait_says_for_what() -> None:
    situation = REQUEST_2019.situation(registered().facts, CALENDAR)
    roles = frozenset({Role.approver})
    found = {a.action.name: a for a in REQUEST_2019.open_to(situation, roles=roles, on_day=DAY)}
    assert "须在“提出延期”之后进行" in found["grant_extension"].refusals[0].sentence


@pytest.mark.parametrize(
    ("name", "day", "doubt"),
    [
        ("request_correction", date(2020, 9, 14), "补正告知应在收到申请之日起7个工作日内"),
        ("request_correction", date(2020, 9, 4), ""),
    ],
)
def test_a_late_notice_of_correction_is_doubted(name: str, day: date, doubt: str) -> None:
    situation = REQUEST_2019.situation(registered().facts, CALENDAR)
    found = REQUEST_2019.warnings(situation, Act(3, name, day))
    assert "".join(w.sentence for w in found)[: len(doubt)] == doubt
    assert bool(found) == bool(doubt)


def test_a_notice_of_correction_before_the_clock_started_is_not_doubted() -> None:
    waiting = Story().do("receive", DAY, channel="fax", category="natural", applicants=[1], items=1)
    situation = REQUEST_2019.situation(waiting.facts, CALENDAR)
    assert REQUEST_2019.warnings(situation, Act(2, "request_correction", DAY)) == ()


def test_a_late_answer_and_a_late_extension_are_doubted() -> None:
    late = date(2020, 9, 29)
    situation = REQUEST_2019.situation(issued().facts, CALENDAR)
    assert REQUEST_2019.warnings(situation, Act(8, "serve_by_post", late, {"recipient": 1}))
    assert not REQUEST_2019.warnings(situation, Act(8, "serve_by_post", DAY, {"recipient": 1}))
    asked = registered().do("ask_extension", DAY, days=5, reasons="—").do("grant_extension", DAY)
    situation = REQUEST_2019.situation(asked.facts, CALENDAR)
    assert REQUEST_2019.warnings(situation, Act(5, "send_extension_notice", late))
    assert not REQUEST_2019.warnings(situation, Act(5, "send_extension_notice", DAY))


def refusal(story: Story, name: str, day: date, **data: object) -> str:
    with pytest.raises(Refused) as error:
        story.do(name, day, **data)
    return str(error.value)


def test_one_extension_is_asked_for_at_a_time() -> None:
    asked = registered().do("ask_extension", DAY, days=5, reasons="—")
    assert "已有一项延期申请在办" in refusal(asked, "ask_extension", DAY, days=5, reasons="—")


def test_consent_needs_an_extension_that_is_still_open() -> None:
    over = (
        registered()
        .do("ask_extension", DAY, days=5, reasons="—")
        .do("refuse_extension", DAY, opinion="—")
    )
    assert "没有待审的延期申请" in refusal(over, "grant_extension", DAY)


def test_only_a_period_that_runs_is_extended() -> None:
    redone = registered().do("withdraw", DAY, paper="—")
    redone.do("redo", DAY, until="2020-12-01", decision="—")
    assert redone.due_on == date(2020, 12, 1)
    silent = Story().do(
        "import_received", DAY, channel="mail", category="other", applicants=[1], items=1
    )
    situation = REQUEST_2019.situation(silent.facts, CALENDAR)
    ended = REQUEST_2019.situation(registered().do("withdraw", DAY, paper="—").facts, CALENDAR)
    ask = REQUEST_2019.action("ask_extension")
    assert ask is not None
    assert not ask.guards[0].check(situation, Act(2, "ask_extension", DAY))
    assert ask.guards[0].check(ended, Act(4, "ask_extension", DAY))


def test_reasons_are_asked_for_once() -> None:
    story = registered().do("assign", DAY, handler=1).do("request_reasons", DAY, matter="—")
    story.do("receive_reasons", DAY, note="—", reasonable=True)
    assert "要求说明理由（条例35）" in refusal(story, "request_reasons", DAY, matter="—")


def test_a_delay_is_set_before_the_period_ends() -> None:
    story = registered().do("assign", DAY, handler=1).do("request_reasons", DAY, matter="—")
    story.do("receive_reasons", DAY, note="—", reasonable=True)
    late = date(2020, 9, 29)
    assert "现已逾期" in refusal(story, "delay_answer", late, until="2020-12-01", reasons="—")


def test_electronic_service_needs_the_consent_of_the_recipient() -> None:
    sentence = refusal(
        issued(), "serve_electronically", DAY, recipient=1, consented=False, proof="—"
    )
    assert "须有申请人同意的记录" in sentence


def test_nothing_is_served_before_it_is_signed_or_twice() -> None:
    day = date(2020, 9, 9)
    assert "不能早于签发日" in refusal(issued(), "serve_by_post", day, recipient=1, tracking="1")
    twice = issued(applicants=2).do("serve_by_post", DAY, recipient=1, tracking="1")
    assert "已于2020年9月10日送达" in refusal(
        twice, "serve_by_post", DAY, recipient=1, tracking="2"
    )


def test_results_stand_at_things_that_were_asked() -> None:
    story = registered().do("assign", DAY, handler=1)
    given = {"outcome": "D2", "fact_reasons": "—"}
    assert "没有第7项" in refusal(story, "submit_draft", DAY, **given, item_results={"7": "D2"})


@pytest.mark.parametrize(
    ("code", "state"), [("A1", State.answered), ("F1", State.terminated), ("F", State.terminated)]
)
def test_an_imported_result_ends_as_its_outcome_says(code: str, state: State) -> None:
    story = Story().do(
        "import_received", DAY, channel="other", category="natural", applicants=[1], items=1
    )
    story.do("import_closed", date(2020, 9, 20), outcome=code)
    assert (story.facts.state, story.facts.closed_on) == (state, date(2020, 9, 20))


def test_a_correction_can_be_corrected_away() -> None:
    story = registered().do("amend", DAY, entry=2, new_day="2020-09-02", values={}, reasons="—")
    assert story.facts.acts[1].on_day == date(2020, 9, 2)
    story.do("annul", DAY, entry=3, reasons="—")
    assert story.facts.acts[1].on_day == date(2020, 9, 1)


def test_facts_of_an_ending_follow_from_the_history() -> None:
    story = registered().do("request_correction", date(2020, 9, 4), days=5, items_to_correct="—")
    story.do("correction_notice_received", date(2020, 9, 7), proof="—")
    story.do("withdraw", DAY, paper="—")
    found = derived_answer_facts(REQUEST_2019.situation(story.facts, CALENDAR))
    assert found == {
        "correction_served_on": date(2020, 9, 7),
        "correction_limit_on": date(2020, 9, 14),
        "withdrawn_on": DAY,
    }


def test_the_law_of_a_case_is_that_of_its_day_of_arrival() -> None:
    assert workflow_for(RecordKind.request, date(2026, 1, 5)) is REQUEST_2019
    assert workflow_for(RecordKind.request, date(2018, 1, 5)) is REQUEST_2019
    assert workflow_version(REVIEW_2017.version) is REVIEW_2017
    with pytest.raises(LookupError):
        workflow_for("unknown", DAY)


def test_the_clock_effects_of_the_acts_are_those_of_the_statute() -> None:
    effects = {a.name: a.effect for a in REQUEST_2019.actions if a.effect}
    assert effects["register"] is effects["confirm_receipt"] is ClockEffect.start
    assert effects["receive_correction"] is effects["receive_payment"] is ClockEffect.restart
    assert effects["consult_third_party"] is effects["consult_co_maker"] is ClockEffect.exclude
    assert effects["send_extension_notice"] is ClockEffect.extend
    assert effects["delay_answer"] is effects["redo"] is ClockEffect.fix
    assert "request_reasons" not in effects  # 条例35 gives no stop
    assert "assign" not in effects  # internal routing is no excuse


def test_a_request_by_mail_may_wait_for_a_confirmation() -> None:
    story = Story().do(
        "receive",
        DAY,
        channel="mail",
        category="natural",
        awaits_confirmation=True,
        applicants=[1],
        items=1,
    )
    assert story.facts.state == State.pending_confirmation


def test_every_result_given_is_enough() -> None:
    story = registered().do("assign", DAY, handler=1)
    story.do("submit_draft", DAY, outcome="D2", fact_reasons="—", item_results={"1": "D2"})
    assert story.facts.values["item_results"] == {"1": "D2"}


def test_silence_of_an_unknown_consultation_is_refused() -> None:
    story = registered().do("assign", DAY, handler=1)
    story.do("consult_third_party", DAY, name="—", matter="—")
    sentence = refusal(story, "third_party_silent", date(2020, 12, 1), thread=99, decision_note="—")
    assert "所选的征求意见不存在或者已经结束" in sentence


def test_a_receipt_belongs_to_a_dispatch_that_is_there() -> None:
    served = issued().do("serve_by_post", DAY, recipient=1, tracking="1")
    assert "所选的送达记录不存在" in refusal(served, "answer_received", DAY, thread=3)
    assert (
        served.do("answer_received", DAY, thread=8).facts.threads_of("service")[0].confirmed_on
        == DAY
    )


def test_a_probe_without_data_asks_no_more_than_the_state() -> None:
    situation = REQUEST_2019.situation(issued().facts, CALENDAR)
    roles = frozenset({Role.handler})
    found = REQUEST_2019.open_to(situation, roles=roles, on_day=DAY)
    assert {a.action.name for a in found if not a.refusals} >= {"serve_by_post", "serve_in_person"}


def test_a_correction_that_nobody_opened_cannot_be_received() -> None:
    facts = registered().do("assign", DAY, handler=1).facts
    with pytest.raises(Impossible):
        REQUEST_2019.fire(facts, Act(4, "send_extension_notice", DAY))


def test_a_redone_answer_changes_neither_day_nor_outcome_of_the_first() -> None:
    story = registered().do("assign", DAY, handler=1).do("withdraw", DAY, paper="—")
    story.do("redo", date(2020, 9, 20), until="2020-12-01", decision="—")
    story.do("submit_draft", date(2020, 9, 21), outcome="D2", fact_reasons="—")
    for act in ("pass_review", "approve", "issue"):
        story.do(act, date(2020, 9, 21))
    story.do("serve_by_post", date(2020, 9, 22), recipient=1, tracking="1")
    assert (story.facts.closed_on, story.facts.outcome) == (DAY, "F3a")
    assert len(story.facts.closings) == 2


def test_electronic_service_with_consent_closes_the_case() -> None:
    story = issued().do("serve_electronically", DAY, recipient=1, consented=True, proof="—")
    assert story.facts.state == State.answered


def test_a_day_of_delay_is_asked_for_before_it_is_weighed() -> None:
    story = registered().do("assign", DAY, handler=1).do("request_reasons", DAY, matter="—")
    story.do("receive_reasons", DAY, note="—", reasonable=True)
    situation = REQUEST_2019.situation(story.facts, CALENDAR)
    assert REQUEST_2019.refusals(situation, Act(6, "delay_answer", DAY)) == ()


def test_an_act_whose_conditions_all_fail_is_impossible() -> None:
    nowhere = Branch(lambda facts, act: False, State.in_progress)
    action = Action(
        "drift", "漂", "条例45", frozenset({Role.handler}), (State.registered,), (nowhere,)
    )
    workflow = replace(REQUEST_2019, actions=(*REQUEST_2019.actions, action))
    with pytest.raises(Impossible):
        workflow.fire(registered().facts, Act(3, "drift", DAY))
