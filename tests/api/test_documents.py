"""The papers of a request as bytes."""

import pytest
from factories import make_unit

from workflows.vocabulary import Role


@pytest.fixture
def case(clerk):
    """A request that was withdrawn, with its 终止办理告知书."""
    return clerk.did(clerk.register(), "withdraw", "2020-09-10", paper="书面撤回申请")


def _path(case):
    return f"/requests/{case['id']}/documents/{case['documents'][-1]['id']}"


@pytest.mark.parametrize("accept", ["application/pdf", "*/*", "application/*", None])
def test_a_paper_is_a_pdf(clerk, case, accept):
    headers = {"Accept": accept} if accept else {}
    answer = clerk.get(_path(case), headers=headers)
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.data.rstrip().endswith(b"%%EOF")


def test_the_bytes_are_the_same_each_time(clerk, case):
    assert clerk.get(_path(case)).data == clerk.get(_path(case)).data


@pytest.mark.parametrize(
    "accept",
    [
        "application/json",
        "text/html",
    ],
)
def test_another_format_is_not_acceptable_and_says_which_is(clerk, case, accept):
    answer = clerk.get(_path(case), headers={"Accept": accept})
    assert answer.status_code == 406
    assert "PDF" in answer.json["error"]["message"]


def test_a_paper_of_another_case_is_not_found_under_this_one(clerk, case):
    other = clerk.register()
    path = f"/requests/{other['id']}/documents/{case['documents'][-1]['id']}"
    assert clerk.get(path).status_code == 404


def test_a_paper_out_of_sight_does_not_exist(case, caller, office):
    make_unit(office, "town", name="某镇人民政府", parent="district")
    assert caller("li", *Role, unit="town").get(_path(case)).status_code == 404


@pytest.mark.parametrize("number", [0, 2**31 - 1, 2**31, 10**30])
def test_a_number_of_no_paper_is_not_found(clerk, case, number):
    assert clerk.get(f"/requests/{case['id']}/documents/{number}").status_code == 404
