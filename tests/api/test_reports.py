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
