"""The plain words for applicants reach every state and every category, and only acts of theirs are given to them."""

from workflows.kinds.request import REQUEST_2019
from workflows.public_words import CATEGORY_WORDS, PLAIN_STATES
from workflows.registry import all_workflows
from workflows.vocabulary import ApplicantCategory, Role, State


def test_every_state_is_told_in_plain_words() -> None:
    assert set(PLAIN_STATES) == set(State)
    assert all(one.title and one.now for one in PLAIN_STATES.values())


def test_every_category_says_who_belongs_to_it() -> None:
    assert list(CATEGORY_WORDS) == list(ApplicantCategory)


def test_an_applicant_does_what_is_his_and_nothing_of_the_office() -> None:
    his = {a.name for w in all_workflows() for a in w.actions if Role.applicant in a.roles}
    assert his == {
        "receive",
        "register",
        "attach_file",
        "receive_correction",
        "withdraw",
        "serve_electronically",
        "send_termination",
        "correction_notice_received",
        "reasons_notice_received",
        "extension_notice_received",
        "delay_notice_received",
        "fee_notice_received",
    }
    others = [w for w in all_workflows() if w is not REQUEST_2019]
    assert not any(Role.applicant in a.roles for w in others for a in w.actions)
