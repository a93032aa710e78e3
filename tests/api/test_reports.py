"""The annual table over HTTP has the keys of the command, in their order."""

import pytest
from factories import make_unit

from workflows.vocabulary import Role

COLUMNS = [
    *("natural", "business", "research", "public_welfare", "legal_service", "other", "total"),
]
ROWS = [
    *("new_received", "carried_in", "disclosed", "partially_disclosed", "refused_state_secret"),
    *("refused_law_forbids", "refused_three_securities", "refused_third_party"),
    *("refused_internal_affairs", "refused_process_info", "refused_enforcement_file"),
    *("refused_admin_inquiry", "unable_not_held", "unable_not_existing_needs_making"),
    *("unable_still_unclear", "not_processed_petition", "not_processed_repeat"),
    *("not_processed_publication", "not_processed_mass", "not_processed_reconfirm"),
]
OTHER = {
    "2019": ["other_total"],
    "2021": ["other_overdue_correction", "other_overdue_fee", "other_other"],
}
KEYS = [
    "unit",
    "unit_name",
    "year",
    "format",
    "part3",
    "part4",
    "checks",
    "narrative",
    "fees",
    "part2",
    "rollup",
    "edition",
    "words",
    "state",
    "deadline",
    "published_on",
    "published_at",
    "confirmed",
]


@pytest.mark.parametrize(("query", "used"), [("", "2019"), ("&table=2021", "2021")])
def test_the_keys_and_their_order_are_those_of_the_contract(clerk, query, used):
    clerk.register()
    table = clerk.get(f"/reports/annual/2020?unit=district{query}").json
    assert list(table) == KEYS
    assert (table["unit"], table["year"], table["format"]) == ("district", 2020, used)
    assert list(table["part3"]) == [*ROWS, *OTHER[used], "total", "carried_forward"]
    assert all(list(row) == COLUMNS for row in table["part3"].values())
    assert list(table["part4"]) == [
        *("reconsideration", "litigation_direct", "litigation_after_reconsideration"),
    ]
    assert all(
        list(row) == ["upheld", "corrected", "other", "pending", "total"]
        for row in table["part4"].values()
    )
    assert list(table["checks"][0]) == [
        "rule",
        "rank",
        "ok",
        "where",
        "left",
        "right",
        "difference",
        "cells",
    ]


def test_a_registered_request_counts_in_its_column(clerk):
    clerk.register(parties=[{"name": "某律师事务所", "category": "legal_service"}])
    row = clerk.get("/reports/annual/2020?unit=district").json["part3"]["new_received"]
    assert (row["legal_service"], row["natural"], row["total"]) == (1, 0, 1)


def test_a_rollup_sums_the_units_below(caller, office):
    make_unit(office, "town", name="某镇人民政府", parent="district")
    caller("li", *Role, unit="town").register(unit="town")
    boss = caller("boss", Role.supervisor)
    own = boss.get("/reports/annual/2020?unit=district").json
    summed = boss.get("/reports/annual/2020?unit=district&rollup=true").json
    assert own["part3"]["new_received"]["total"] == 0
    assert summed["part3"]["new_received"]["total"] == 1


def test_a_rollup_without_the_supervisors_role_is_not_allowed(caller):
    answer = caller("tong", Role.statistics).get("/reports/annual/2020?unit=district&rollup=true")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("2020", 422),
        ("2020?unit=nowhere", 404),
        ("2021?unit=district", 422),
        ("2018?unit=district", 422),
        ("0?unit=district", 422),
        ("99999999999?unit=district", 422),
        ("2020?unit=district&table=2020", 422),
        ("2020?unit=district&rollup=perhaps", 422),
        ("last?unit=district", 404),
    ],
)
def test_what_has_no_table_is_refused(asker, path, status):
    assert asker.get(f"/reports/annual/{path}").status_code == status


def test_a_year_is_entered_closed_and_reopened(caller) -> None:
    boss = caller("boss", Role.supervisor)
    body = {
        "unit": "district",
        "part2": {"document.made": "9"},
        "words": {"problems": {"before": "一是队伍建设有待加强。"}},
    }
    entered = boss.post("/reports/annual/2019/entries", body)
    assert entered.status_code == 200, entered.text
    assert entered.json["part2"]["document.made"] == "9"
    closed = boss.post("/reports/annual/2019/close", {"unit": "district"}).json
    assert (closed["state"], closed["edition"]["number"]) == ("frozen", 1)
    assert closed["words"]["problems"] == ["一是队伍建设有待加强。"]
    told = {"unit": "district", "on_day": "2020-01-20", "address": "https://www.example.gov.cn/1"}
    published = boss.post("/reports/annual/2019/publication", told).json
    assert (published["published_on"], published["published_at"]) == tuple(told.values())[1:]
    again = boss.post("/reports/annual/2019/close", {"unit": "district"})
    assert (again.status_code, again.json["error"]["code"]) == (409, "action_refused")
    refused = boss.post("/reports/annual/2019/reopen", {"unit": "district"})
    assert list(refused.json["error"]["fields"]) == ["reason"]
    opened = boss.post("/reports/annual/2019/reopen", {"unit": "district", "reason": "漏报"})
    assert opened.json["state"] == "open"


def test_a_warning_is_confirmed_and_the_comment_is_read_back(caller) -> None:
    boss = caller("boss", Role.supervisor)
    entered = {"unit": "district", "part2": {"document.made": "9"}}
    blanks = boss.post("/reports/annual/2019/entries", entered).json["checks"][-1]
    said = {
        "unit": "district",
        "check": f"{blanks['rule']}.{blanks['where']}",
        "comment": "其余没有",
    }
    confirmed = boss.post("/reports/annual/2019/confirm", said).json["confirmed"]
    assert confirmed == {said["check"]: {"comment": "其余没有", "by": "boss", "holds": True}}
    entered["part2"]["document.opened"] = "9"
    moved = boss.post("/reports/annual/2019/entries", entered).json["confirmed"]
    assert (moved[said["check"]]["comment"], moved[said["check"]]["holds"]) == ("其余没有", False)
    none_such = boss.post("/reports/annual/2019/confirm", {**said, "check": "R1.natural"})
    assert (none_such.status_code, none_such.json["error"]["code"]) == (409, "action_refused")


@pytest.mark.parametrize("year", ["2018", "2020", "2021", "99999999999"])
def test_a_year_that_cannot_be_closed_is_refused(asker, year: str) -> None:
    answer = asker.post(f"/reports/annual/{year}/close", {"unit": "district"})
    assert answer.status_code == 422


def test_a_faulty_number_of_part_two_is_named_by_its_cell(asker) -> None:
    body = {"unit": "district", "part2": {"document.made": "九"}}
    answer = asker.post("/reports/annual/2019/entries", body)
    assert answer.status_code == 422
    assert list(answer.json["error"]["fields"]) == ["document.made"]
