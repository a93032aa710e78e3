"""Training: the true table is what the annual table counts, and grading tells who fell for which trap."""

from collections import Counter
from datetime import date

import pytest
from click.testing import CliRunner

from casework.cli import main
from casework.db import Database
from casework.services.carry_over import carry_over
from casework.training import EXERCISES, FORMAT, blank, exercise, grade, read, sheet
from casework.training.dossier import Request
from casework.training.sheet import Unreadable
from tests.factories import make_office, make_unit
from tests.queries.test_annual_cells import NEXT, load, table_of
from workflows.annual_grid import CATEGORY_KEYS, TOTAL, format_for
from workflows.statute import provision

REQUESTS = (
    Request("natural", date(2020, 12, 20), date(2021, 1, 9), "D1a"),
    Request("business", date(2019, 12, 15), date(2020, 1, 10), "B"),
    Request("research", date(2019, 11, 2), date(2019, 12, 30), "A2"),
    Request("other", date(2021, 1, 3), date(2021, 1, 12), "A2"),
    Request("public_welfare", date(2020, 7, 3), date(2020, 8, 7), "F1"),
    Request("legal_service", date(2020, 9, 4), date(2020, 9, 11), "F3a"),
    Request("natural", date(2020, 4, 10), date(2020, 4, 24), "C8"),
    Request("natural", date(2020, 11, 1)),
)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_request_counts_in_training_where_the_annual_table_counts_it(db: Database) -> None:
    office, format = make_office(db), format_for(2020)
    make_unit(office)
    for one in REQUESTS:
        load(office, one.received_on, one.closed_on, outcome=one.code, category=one.category)
    carry_over(office, moment=NEXT)
    counted = table_of(office, 2020).part3
    told = Counter(cell for one in REQUESTS for cell in one.cells(2020, format))
    cells = [(row.key, key) for row in format.rows if row.key != TOTAL for key in CATEGORY_KEYS]
    assert {cell: counted[cell[0]][cell[1]] for cell in cells} == {c: told[c] for c in cells}


@pytest.mark.parametrize("number", [1, 2, 50, EXERCISES])
def test_the_true_table_earns_everything_and_balances(number: int) -> None:
    asked = exercise(number)
    found = grade(asked, asked.truth)
    assert (found.points, found.spotted, found.wrong) == (100, asked.traps, {})
    for category in {column for _, column in asked.truth}:
        came = asked.truth["new_received", category] + asked.truth["carried_in", category]
        went = sum(
            n for (row, column), n in asked.truth.items()
            if column == category and row in (*FORMAT.outcome_keys, "carried_forward")
        )  # fmt: skip
        assert came == went
    assert set(asked.truth) <= set(sheet.cells())


def test_whoever_falls_for_one_trap_is_told_which() -> None:
    asked = exercise(3)
    for at, one in enumerate(asked.dossiers, start=1):
        if not one.tempting:
            continue
        filled = Counter(asked.truth)
        filled.subtract(one.cells)
        filled.update(one.tempting)
        found = grade(asked, filled)
        assert [t.spotted for t in found.traps if t.number == at] == [False], one.trap
        assert found.points < 100


def test_every_trap_has_its_reason_its_provision_and_a_cell_that_decides() -> None:
    asked = exercise(1)
    trapped = [one for one in asked.dossiers if one.trap]
    assert len({one.trap for one in trapped}) == len(trapped) == 22
    assert all(one.why and provision(one.basis).gist and one.decisive for one in trapped)


def test_an_empty_table_earns_and_spots_nothing_and_exercises_differ() -> None:
    for filled in ({}, dict.fromkeys(sheet.cells(), 0)):
        found = grade(exercise(1), filled)
        assert (found.points, found.right, found.spotted) == (0, 0, 0)
    assert exercise(1) == exercise(1) != exercise(2)


def test_a_table_is_read_back_as_it_was_filled() -> None:
    assert set(read(blank())) == set(sheet.cells())
    lines = blank().replace("new_received,一、本年新收政府信息公开申请数量,", "new_received,,12")
    assert read(lines)["new_received", "natural"] == 12
    with pytest.raises(Unreadable, match="不是件数"):
        read("new_received,,-1")
    with pytest.raises(Unreadable, match="没有代码为“nothing”的一行"):
        read("nothing,,1")


def test_the_command_tells_papers_and_grades(tmp_path) -> None:
    run = CliRunner()
    told = run.invoke(main, ["training", "7"])
    assert told.output.startswith("1. ")
    table = tmp_path / "t.csv"
    assert run.invoke(main, ["training", "7", "--table", str(table)]).exit_code == 0
    graded = run.invoke(main, ["training", "7", "--grade", str(table)])
    assert "识破 0 个" in graded.output
    assert run.invoke(main, ["training", "100"]).exit_code != 0
