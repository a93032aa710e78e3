"""The forecast over the API: before and after of supposed acts, the same sentences, and nothing written."""

from typing import Any

import pytest
from factories import make_unit
from sqlalchemy import func, select

from casework.models.journal import JournalEntry
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office


def consulting(clerk: Any) -> dict[str, Any]:
    """A third party asked on 4 September (row 4), who had the letter on the 7th."""
    case = clerk.did(clerk.register(on_day="2020-09-01"), "assign", "2020-09-02", handler=1)
    letter = {"name": "某公司", "matter": "报价"}
    body = {"version": case["version"], "on_day": "2020-09-04", "data": letter}
    case = clerk.post(f"/requests/{case['id']}/actions/consult_third_party", body).json
    return dict(clerk.did(case, "third_party_received", "2020-09-07", thread=4, proof="EMS"))


def tried(clerk: Any, case: dict[str, Any], *acts: dict[str, Any]) -> Any:
    return clerk.post(f"/requests/{case['id']}/what-if", {"acts": list(acts)})


def opinion(on_day: str) -> dict[str, Any]:
    return {
        "action": "third_party_opinion",
        "on_day": on_day,
        "data": {"thread": 4, "opinion": "consent"},
    }


def test_the_case_shows_three_dates_with_their_sources(office: Office, clerk: Any) -> None:
    with office.db.write() as session:
        session.scalars(select(Unit)).one().settings = {"internal_target": 5}
    deadline = clerk.register()["deadline"]
    assert [(one["key"], one["on"], one["basis"]) for one in deadline["dates"]] == [
        ("statutory", "2020-09-28", "条例33"),
        ("internal", "2020-09-22", "本单位设定"),
        ("post", "2020-09-28", "235号"),
    ]
    assert "answer" in [timer["key"] for timer in deadline["timers"]]


def test_a_case_that_waits_for_its_confirmation_shows_safe_days(clerk: Any) -> None:
    case = clerk.register(channel="fax")
    assert case["due_on"] is None
    found = {one["key"]: (one["on"], one["safe"]) for one in case["deadline"]["dates"]}
    assert found["statutory"] == ("2020-09-28", True)
    assert found["correction_notice"] == ("2020-09-10", True)
    assert all(day["safe"] for day in case["deadline"]["tape"])
    assert case["deadline"]["tape"][-1]["on"] == "2020-09-28"


def test_an_opinion_on_a_day_to_come_is_answered_with_before_and_after(clerk: Any) -> None:
    case = consulting(clerk)
    found = tried(clerk, case, opinion("2020-09-18")).json
    assert (found["before"]["due_on"], found["after"]["due_on"]) == ("2020-10-27", "2020-10-19")
    assert (found["before"]["state"], found["after"]["state"]) == ("consulting", "in_progress")
    assert found["refusals"] == []


def test_nothing_is_written(office: Office, clerk: Any) -> None:
    case = consulting(clerk)
    with office.db.read() as session:
        rows = session.scalar(select(func.count()).select_from(JournalEntry))
    tried(clerk, case, opinion("2020-09-11"))
    withdrawn = {"action": "withdraw", "on_day": "2020-09-11", "data": {}}
    found = tried(clerk, case, opinion("2020-09-11"), withdrawn).json
    assert found["papers"] == ["政府信息公开申请终止办理告知书"]
    with office.db.read() as session:
        assert session.scalar(select(func.count()).select_from(JournalEntry)) == rows
        assert session.get_one(Record, case["id"]).version == case["version"]


def test_an_act_that_the_state_does_not_allow_answers_with_the_sentence_of_the_act(
    clerk: Any,
) -> None:
    case = consulting(clerk)
    real = clerk.act(case, "approve", "2020-09-10").json["error"]
    found = tried(clerk, case, {"action": "approve", "on_day": "2020-09-10"}).json
    assert found["refused"] == "审批同意"
    assert [(r["message"], r["basis"]) for r in found["refusals"]] == [
        (real["message"], real["basis"])
    ]
    assert found["after"]["state"] == "consulting"


def test_an_unknown_act_answers_with_the_sentence_of_the_act(clerk: Any) -> None:
    case = clerk.register()
    real = clerk.act(case, "make_up", "2020-09-10").json["error"]["message"]
    found = tried(clerk, case, {"action": "make_up", "on_day": "2020-09-10"}).json
    assert [r["message"] for r in found["refusals"]] == [real]


def test_what_another_role_will_do_can_be_supposed(caller: Any, clerk: Any) -> None:
    handler = caller("li", "handler")
    case = clerk.did(clerk.register(on_day="2020-09-01"), "assign", "2020-09-02", handler=1)
    acts = [
        {"action": "ask_extension", "on_day": "2020-09-21", "data": {"days": 10}},
        {"action": "grant_extension", "on_day": "2020-09-22"},
        {"action": "send_extension_notice", "on_day": "2020-09-23"},
    ]
    assert tried(handler, case, *acts).json["after"]["extension_days"] == 10


@pytest.mark.parametrize(
    ("act", "field", "sentence"),
    [
        ({"on_day": "2020-08-31"}, "on_day", "早于申请到达日"),
        ({"on_day": "1990-01-01"}, None, "工作日历"),
        ({"on_day": "2999-01-01"}, None, "工作日历"),
        ({"on_day": "soon"}, "acts.0.on_day", "不是有效日期"),
        ({"data": {"opinion": "perhaps"}}, "opinion", "只能是"),
        ({"data": {"colour": "red"}}, "colour", "没有这些字段"),
    ],
    ids=["before-arrival", "past", "far", "no-day", "choice", "unknown"],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    clerk: Any, act: dict[str, Any], field: str | None, sentence: str
) -> None:
    case = consulting(clerk)
    answer = tried(clerk, case, {**opinion("2020-09-11"), **act})
    if (
        field == "on_day" and not sentence
    ):  # an outside fact, so the guard speaks: the letter left later
        assert "早于征求意见书发出之日" in answer.json["refusals"][0]["message"]
        return
    assert answer.status_code == 422
    error = answer.json["error"]
    assert sentence in error["message"] or sentence in str(error["fields"])
    assert field is None or field in error["fields"]


def test_an_opinion_before_its_letter_is_refused_by_the_guard(clerk: Any) -> None:
    found = tried(clerk, consulting(clerk), opinion("2020-09-03")).json
    assert "早于征求意见书发出之日" in found["refusals"][0]["message"]


def test_supposed_acts_follow_each_other_in_time(clerk: Any) -> None:
    case = clerk.register(on_day="2020-09-01")
    acts = [
        {"action": "assign", "on_day": "2020-09-21", "data": {"handler": 1}},
        {"action": "ask_extension", "on_day": "2020-09-18", "data": {"days": 10}},
    ]
    error = tried(clerk, case, *acts).json["error"]
    assert "早于上一事项的日期2020年9月21日" in error["message"]
    assert "on_day" in error["fields"]


def test_a_supposed_act_behind_the_turn_of_the_year_carries_the_case_over(clerk: Any) -> None:
    found = tried(clerk, consulting(clerk), opinion("2021-01-05")).json
    cells = [(cell["year"], cell["row"]) for cell in found["after"]["year_cells"]]
    assert cells == [(2020, "new_received"), (2020, "carried_forward"), (2021, "carried_in")]
    assert found["after"]["state"] == "in_progress"


def test_no_act_at_all_or_too_many_are_refused(clerk: Any) -> None:
    case = clerk.register()
    assert tried(clerk, case).status_code == 422
    assert tried(clerk, case, *[opinion("2020-09-11")] * 11).status_code == 422


def test_a_correction_lists_everything_that_would_change(clerk: Any) -> None:
    case = clerk.register(on_day="2020-09-01")
    earlier = {"received_on": "2019-12-30"}
    acts = [
        _amend(1, "2019-12-30"),
        _amend(2, "2020-09-01", values=earlier),
    ]
    found = tried(clerk, case, *acts).json
    assert found["refusals"] == []
    assert found["before"]["year_cells"] == [
        {
            "year": 2020,
            "row": "new_received",
            "label": "一、本年新收政府信息公开申请数量",
            "category": "natural",
        }
    ]
    cells = [(cell["year"], cell["row"]) for cell in found["after"]["year_cells"]]
    assert cells == [(2019, "new_received"), (2019, "carried_forward"), (2020, "carried_in")]
    assert found["after"]["state"] == "carried_forward"
    assert found["after"]["due_on"] == "2020-02-04"
    assert [paper["title"] for paper in found["outdated"]] == ["政府信息公开申请登记回执"]


def _amend(entry: int, new_day: str, **data: Any) -> dict[str, Any]:
    more = {"entry": entry, "new_day": new_day, "reasons": "误记", **data}
    return {"action": "amend", "on_day": "2020-09-10", "data": more}


def test_an_annulment_that_takes_the_ground_from_an_act_is_refused_as_when_done(
    clerk: Any,
) -> None:
    case = consulting(clerk)
    real = clerk.act(case, "annul", "2020-09-10", entry=4, reasons="误发").json["error"]
    act = {"action": "annul", "on_day": "2020-09-10", "data": {"entry": 4, "reasons": "误发"}}
    found = tried(clerk, case, act).json
    assert found["refusals"][0]["message"] == real["message"]


def test_a_case_out_of_sight_is_not_forecast(caller: Any, office: Office, clerk: Any) -> None:
    make_unit(office, "edu", name="某市某区教育局")
    case = clerk.register()
    other = caller("zhou", unit="edu")
    assert tried(other, case, opinion("2020-09-11")).status_code == 404
