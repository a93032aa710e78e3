"""The forecast beyond the record itself: what follows on the linked record, what splitting opens; nothing is written."""

from typing import Any

from sqlalchemy import func, select

from casework.models.journal import JournalEntry
from casework.models.record import Record
from casework.office import Office

TODAY = "2020-09-10"
REVIEW = {"unit": "district", "on_day": "2020-09-07", "data": {"copy_received_on": "2020-09-07"}}
CORRECTED = {"result": "corrected", "redo_until": "2020-09-25"}


def tried(clerk: Any, record_id: int, action: str, **data: Any) -> Any:
    act = {"action": action, "on_day": TODAY, "data": data}
    return clerk.post(f"/records/{record_id}/what-if", {"acts": [act]})


def rows(office: Office) -> tuple[int, int]:
    with office.db.read() as session:
        entries = session.scalar(select(func.count()).select_from(JournalEntry)) or 0
        return entries, session.scalar(select(func.count()).select_from(Record)) or 0


def reviewed(clerk: Any, *, answered: bool = True) -> tuple[dict[str, Any], dict[str, Any]]:
    case = clerk.register()
    if answered:
        case = clerk.did(case, "withdraw", "2020-09-02", paper="书面撤回")
    return case, clerk.post("/records/review", {**REVIEW, "linked": case["number"]}).json


def test_a_correction_tells_what_becomes_of_the_request_as_the_act_then_does(
    office: Office, clerk: Any
) -> None:
    case, review = reviewed(clerk)
    before = rows(office)
    found = tried(clerk, review["id"], "conclude", **CORRECTED).json
    assert rows(office) == before
    assert (found["after"]["state"], found["refusals"]) == ("concluded", [])
    linked = found["linked"]
    assert (linked["id"], linked["number"]) == (case["id"], case["number"])
    effect = linked["effect"]
    assert (effect["before"]["state"], effect["after"]["state"]) == ("terminated", "redoing")
    act = {"version": review["version"], "on_day": TODAY, "data": CORRECTED}
    clerk.post(f"/records/{review['id']}/actions/conclude", act)
    done = clerk.get(f"/requests/{case['id']}").json
    assert (effect["after"]["state"], effect["after"]["due_on"]) == (done["state"], done["due_on"])


def test_another_result_leaves_the_request_alone(clerk: Any) -> None:
    _, review = reviewed(clerk)
    assert tried(clerk, review["id"], "conclude", result="upheld").json["linked"] is None


def test_what_the_request_cannot_take_refuses_the_supposed_act(clerk: Any) -> None:
    case, review = reviewed(clerk, answered=False)
    clerk.did(case, "void", TODAY, reasons="重复登记")
    found = tried(clerk, review["id"], "conclude", **CORRECTED).json
    (refusal,) = found["refusals"]
    assert refusal["message"].startswith(f"所关联的{case['number']}不能随之办理")
    assert (found["after"]["state"], found["linked"]) == (found["before"]["state"], None)


def test_a_result_taken_back_takes_the_new_answer_back(office: Office, clerk: Any) -> None:
    _, review = reviewed(clerk)
    act = {"version": review["version"], "on_day": TODAY, "data": CORRECTED}
    review = clerk.post(f"/records/{review['id']}/actions/conclude", act).json
    data = {"entry": review["version"], "reasons": "登记错案件"}
    acts = [{"action": "annul", "on_day": "2020-09-10", "data": data}]
    found = clerk.post(f"/records/{review['id']}/what-if", {"acts": acts}).json
    effect = found["linked"]["effect"]
    assert (effect["before"]["state"], effect["after"]["state"]) == ("redoing", "terminated")


def test_splitting_tells_the_new_case_as_the_act_then_opens_it(office: Office, clerk: Any) -> None:
    case = clerk.register(items=["补偿方案", "勘测定界图", "听证材料"])
    before = rows(office)
    found = tried(clerk, case["id"], "split_off", items_moved="2、3").json
    assert rows(office) == before
    (opened,) = found["opened"]
    assert opened["items"] == ["勘测定界图", "听证材料"]
    assert opened["papers"] == ["政府信息公开申请登记回执"]
    act = {"version": case["version"], "on_day": TODAY, "data": {"items_moved": "2、3"}}
    clerk.post(f"/requests/{case['id']}/actions/split_off", act)
    with office.db.read() as session:
        new = session.scalars(select(Record).where(Record.parent_id == case["id"])).one()
    told = opened["case"]
    assert (told["state"], told["received_on"], told["due_on"]) == (
        new.state,
        str(new.received_on),
        str(new.due_on),
    )


def test_a_division_that_leaves_nothing_behind_opens_nothing(clerk: Any) -> None:
    case = clerk.register(items=["补偿方案", "勘测定界图"])
    found = tried(clerk, case["id"], "split_off", items_moved="1、2").json
    assert "至少要留下一项" in found["refusals"][0]["message"]
    assert found["opened"] == []


def test_a_register_is_no_record_to_suppose_about(clerk: Any) -> None:
    assert tried(clerk, 1, "change_unit", changed="x").status_code == 404


def test_a_letter_is_supposed_about_like_a_request(clerk: Any) -> None:
    sent = {"unit": "district", "on_day": "2020-09-07", "data": {"subject": "路灯不亮"}}
    letter = clerk.post("/records/letter", sent).json
    found = tried(clerk, letter["id"], "void", reasons="重复").json
    assert found["after"]["state"] == "void"
