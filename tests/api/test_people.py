"""Agents, divided letters and the log of contacts over the API."""

AGENT = {
    "name": "李律师",
    "kind": "agent",
    "authorisation": "2020年9月1日授权委托书",
    "may_receive": True,
}
APPLICANT = {"name": "张三", "id_number": "370000199001010011", "phone": "13800001111"}


def act(clerk, case, name, **data):
    body = {"version": case["version"], "on_day": "2020-09-10", "data": data}
    return clerk.post(f"/requests/{case['id']}/actions/{name}", body)


def test_an_agent_is_registered_with_his_authorisation(clerk):
    case = clerk.register(parties=[APPLICANT, AGENT])
    assert [party["kind"] for party in case["parties"]] == ["applicant", "agent"]
    assert case["journal"][0]["data"]["agents"] == [
        {
            "position": 2,
            "role": "agent",
            "authorisation": "2020年9月1日授权委托书",
            "may_receive": True,
        }
    ]
    assert "李律师" not in str([row["data"] for row in case["journal"]])


def test_a_letter_is_divided_and_both_cases_name_each_other(clerk):
    case = act(clerk, clerk.register(items=["甲", "乙"]), "split_off", items_moved="2").json
    (link,) = case["links"]
    assert (link["relation"], link["number"], link["items"]) == (
        "divided",
        "DISTRICT-2020-0002",
        "2",
    )
    other = clerk.get(f"/requests/{link['id']}").json
    assert (other["due_on"], other["received_on"]) == (case["due_on"], case["received_on"])
    assert [one["number"] for one in other["links"]] == ["DISTRICT-2020-0001"]


def test_a_division_that_cannot_be_is_refused_with_its_reason(clerk):
    answer = act(clerk, clerk.register(items=["甲", "乙"]), "split_off", items_moved="1、2")
    assert answer.status_code == 409
    assert "至少要留下一项" in answer.json["error"]["message"]


def test_every_contact_is_listed(clerk):
    case = act(clerk, clerk.register(), "log_contact", note="确认地址", reached=True).json
    assert [(c["on_day"], c["reached"], c["note"]) for c in case["contacts"]] == [
        ("2020-09-10", True, "确认地址")
    ]
