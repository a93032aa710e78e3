"""The list of requests: filters, paging, and what it costs."""

import pytest
from factories import make_unit
from sqlalchemy import event

from workflows.vocabulary import Role


@pytest.fixture
def three(clerk):
    """A running case, one waiting for its correction, and one that is late."""
    late = clerk.register(arrived_on="2020-08-03", items=["旧城改造资金"])
    waiting = clerk.register(parties=[{"name": "李四"}])
    waiting = clerk.did(
        waiting, "request_correction", "2020-09-10", items_to_correct="名称", days=15
    )
    running = clerk.register(parties=[{"name": "王五"}])
    return {"late": late["id"], "waiting": waiting["id"], "running": running["id"]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("", {"late", "waiting", "running"}, id="all"),
        pytest.param("?phase=registered", {"late", "waiting", "running"}, id="phase"),
        pytest.param("?phase=reply", set(), id="empty phase"),
        pytest.param("?phase=", {"late", "waiting", "running"}, id="no phase"),
        pytest.param("?state=pending_correction", {"waiting"}, id="state"),
        pytest.param("?overdue=true", {"late"}, id="overdue"),
        pytest.param("?overdue=1", {"late"}, id="overdue as a number"),
        pytest.param("?overdue=false", {"late", "waiting", "running"}, id="not asked"),
        pytest.param("?soon=20", {"running"}, id="soon"),
        pytest.param("?soon=1", set(), id="not soon"),
        pytest.param("?q=李四", {"waiting"}, id="name"),
        pytest.param("?q=改造", {"late"}, id="content"),
        pytest.param("?q=DISTRICT-2020-0003", {"running"}, id="number"),
        pytest.param("?unit=district", {"late", "waiting", "running"}, id="unit"),
        pytest.param("?unit=town", set(), id="other unit"),
        pytest.param("?mine=true", set(), id="mine"),
        pytest.param("?year=2020", {"late", "waiting", "running"}, id="year"),
        pytest.param("?year=2019", set(), id="other year"),
        pytest.param("?state=registered&q=王五", {"running"}, id="two filters"),
    ],
)
def test_a_filter_narrows_the_list(clerk, three, query, found):
    answer = clerk.get(f"/requests{query}")
    assert answer.status_code == 200, answer.text
    assert {row["id"] for row in answer.json["items"]} == {three[name] for name in found}
    assert answer.json["total"] == len(found)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("phase=lost", "phase"),
        ("state=lost", "state"),
        ("overdue=perhaps", "overdue"),
        ("soon=-1", "soon"),
        ("soon=100000", "soon"),
        ("year=0", "year"),
        ("page=0", "page"),
        ("page=x", "page"),
        ("colour=red", "colour"),
        ("q=%00", "q"),
    ],
)
def test_a_faulty_filter_names_itself(asker, query, field):
    answer = asker.get(f"/requests?{query}")
    assert answer.status_code == 422, answer.text
    assert field in answer.json["error"]["fields"]


def test_a_row_says_what_and_until_when(clerk, three):
    row = clerk.get("/requests?overdue=true").json["items"][0]
    assert row["days_left"] < 0
    assert (row["applicant"], row["content"], row["due_on"]) == (
        "张三",
        "旧城改造资金",
        "2020-08-31",
    )


def test_fifty_requests_make_a_page_and_one_more_makes_two(clerk):
    for _ in range(51):
        last = clerk.register()
    first, second = clerk.get("/requests").json, clerk.get("/requests?page=2").json
    assert (first["total"], first["page"], first["pages"]) == (51, 1, 2)
    assert (len(first["items"]), len(second["items"])) == (50, 1)
    ids = {row["id"] for row in (*first["items"], *second["items"])}
    assert len(ids) == 51
    assert last["id"] in ids
    assert clerk.get("/requests?page=99").json["page"] == 2


def test_the_list_costs_the_same_number_of_queries_whatever_its_length(clerk, office):
    def cost():
        seen = []
        event.listen(office.db.engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
        assert clerk.get("/requests").status_code == 200
        return len([s for s in seen if s.lstrip().upper().startswith(("SELECT", "WITH"))])

    clerk.register()
    first = cost()
    for _ in range(5):
        clerk.register()
    assert cost() == first
    # token, user, grants, tree of units, newest calendar, count, rows
    assert first <= 8


def test_units_are_listed_as_far_as_they_are_in_sight(clerk, caller, office):
    make_unit(office, "town", name="某镇人民政府", parent="district")
    assert [u["code"] for u in caller("boss", Role.supervisor).get("/units").json["items"]] == [
        "district",
        "town",
    ]
    town = caller("li", Role.handler, unit="town").get("/units").json["items"]
    assert [(u["code"], u["parent"]) for u in town] == [("town", "district")]
