"""`casework verify` and `casework tick` as a person or a timetable calls them: what they print and how they end."""

import json
from datetime import date

import pytest
from click.testing import CliRunner, Result
from factories import make_case, make_office, make_unit, make_user

from casework.cli.tick import tick
from casework.cli.verify import verify
from casework.db import Database
from casework.models.record import Note
from workflows.vocabulary import Role


@pytest.fixture
def number(db: Database) -> str:
    """The number of the only case of an office; it was withdrawn before a year turned over it."""
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role))
    case = make_case(office, clerk, unit_id=unit_id)
    return case.do("withdraw", date(2020, 9, 2), paper="书面撤回").number


def run(command: object, db_url: str, *options: str) -> Result:
    return CliRunner().invoke(command, ["--database", db_url, *options])  # type: ignore[arg-type]


def spoil(db: Database) -> None:
    """A text that no journal row knows."""
    with db.write() as session:
        session.add(Note(record_id=2, seq=1, field="x", content="y", salt="00"))


def test_a_sound_installation_ends_with_0_and_tells_how_much_was_read(
    db_url: str, number: str
) -> None:
    result = run(verify, db_url)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("全部相符：案卷 2 件，日志 5 条，文书 2 份")


def test_a_fault_ends_with_1_and_is_printed_with_its_case(
    db: Database, db_url: str, number: str
) -> None:
    spoil(db)
    result = run(verify, db_url)
    first, last = result.output.splitlines()
    assert (result.exit_code, number in first) == (1, True)
    assert last.startswith("发现 1 处不符：")


def test_json_of_a_sound_installation(db_url: str, number: str) -> None:
    result = run(verify, db_url, "--json")
    assert json.loads(result.output) == {"sound": True, "faults": [], "records": 2, "entries": 5}


def test_json_names_place_rule_and_sentence_of_a_fault(
    db: Database, db_url: str, number: str
) -> None:
    spoil(db)
    said = json.loads(run(verify, db_url, "--json").output)
    (fault,) = said["faults"]
    assert (said["sound"], set(fault), fault["rule"]) == (
        False,
        {"where", "rule", "sentence"},
        "text",
    )


def test_one_case_alone_can_be_checked(db: Database, db_url: str, number: str) -> None:
    result = run(verify, db_url, "--case", number)
    assert (result.exit_code, result.output[:23]) == (0, "全部相符：案卷 1 件，日志 3 条，文书 2")
    spoil(db)
    assert run(verify, db_url, "--case", number).exit_code == 1


def test_a_number_without_a_case_is_refused(db_url: str, number: str) -> None:
    result = run(verify, db_url, "--case", "某号")
    assert (result.exit_code, "没有编号为“某号”的案件" in result.output) == (1, True)


def test_a_database_that_is_not_set_up_is_refused_with_the_way_out(blank_url: str) -> None:
    result = run(verify, blank_url)
    assert (result.exit_code, "casework upgrade" in result.output) == (1, True)


def test_tick_tells_what_it_did(db_url: str, number: str) -> None:
    assert run(tick, db_url).output.splitlines()[0] == "补记结转 0 件，封存日志 5 条。"


def test_tick_carries_over_a_case_of_a_past_year(db: Database, db_url: str) -> None:
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role))
    make_case(office, clerk, unit_id=unit_id, arrived_on=date(2020, 9, 1))
    assert run(tick, db_url).output.startswith("补记结转 1 件")
    assert run(verify, db_url).exit_code == 0
