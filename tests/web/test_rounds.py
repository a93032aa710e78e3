"""The signatures on the case page: round by round, with who returned a draft and why."""

from flask.testing import FlaskClient

from casework.services import signing_chains as chains
from casework.services.signing_chains import ChainForm
from casework.viewer import Moment
from tests.factories import OPERATOR, Case
from tests.web.town import TODAY, Town
from workflows.vocabulary import SigningStep


def set_chain(town: Town, form: ChainForm) -> None:
    chains.set_chain(town.office, "district", form, viewer=OPERATOR, moment=Moment.on(TODAY))


def drafted(town: Town, case: Case | None = None) -> Case:
    case = case or town.in_progress()
    case.do("submit_draft", TODAY, outcome="D1b", fact_reasons="不属于本机关职责")
    return case


def page_of(client: FlaskClient, case: Case) -> str:
    return client.get(f"/cases/{case.done.record_id}").text


def test_a_returned_round_stays_visible_with_its_reason(town: Town, client: FlaskClient) -> None:
    case = drafted(town)
    assert "第1轮" in page_of(client, case)
    case.do("return_from_review", TODAY, opinion="依据不准确")
    drafted(town, case)
    page = page_of(client, case)
    assert page.index("第2轮") < page.index("第1轮")
    assert "已退回" in page
    assert "依据不准确" in page


def test_a_unit_without_a_legal_review_says_so_on_the_case(town: Town, client: FlaskClient) -> None:
    set_chain(town, ChainForm(skip_legal="未配备法律顾问"))
    assert "本单位不设法制审核：未配备法律顾问" in page_of(client, drafted(town))


def test_who_was_named_is_said_and_nobody_else_signs(town: Town, sign_in) -> None:
    named = {SigningStep.approve: ("all",)}
    set_chain(
        town, ChainForm(signers=named, apart=[SigningStep.draft], countersigners=("handler",))
    )
    page = page_of(sign_in("all"), drafted(town))
    assert "审批由王审签署" in page
    assert "承办的签署人不签署以后的环节" in page
    assert "本轮的“承办”由您本人签署" in page


def test_a_standard_opinion_and_free_text_become_one_opinion(
    town: Town, client: FlaskClient
) -> None:
    case = drafted(town)
    form = {"version": case.done.version, "on_day": TODAY.isoformat()}
    chosen = {"opinion.standard": "依据不准确，请核对条款", "opinion": "第三十六条第（五）项"}
    sent = client.post(
        f"/cases/{case.done.record_id}/actions/return_from_review", data=form | chosen
    )
    assert sent.status_code == 303
    assert "依据不准确，请核对条款；第三十六条第（五）项" in page_of(client, case)


def test_a_return_without_a_reason_is_not_done(town: Town, client: FlaskClient) -> None:
    case = drafted(town)
    form = {"version": case.done.version, "on_day": TODAY.isoformat(), "opinion": " "}
    sent = client.post(f"/cases/{case.done.record_id}/actions/return_from_review", data=form)
    assert sent.status_code == 422
    assert "退回意见：必填" in sent.text
