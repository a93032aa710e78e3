"""The directory of agencies: entered, imported, and offered where an answer points to another agency."""

from datetime import date

import pytest
from factories import OPERATOR, make_office, make_unit, make_user

from casework.db import Database
from casework.errors import Conflict, Invalid, NotAllowed
from casework.queries.agencies import agencies
from casework.services.agencies import AgencyForm, Imported, add_agency, import_agencies
from workflows.vocabulary import Role

TABLE = "名称,地址,电话,职责,启用日期,停用日期\n某区财政局,财政路1号,0539-1,财政资金,,\n某区房管局,,,房屋,2010-01-01,2019-03-31\n"


def test_an_agency_is_listed_with_the_contact_that_an_answer_writes(db: Database) -> None:
    office = make_office(db)
    add_agency(office, AgencyForm("某区财政局", "财政路1号", "0539-1"), viewer=OPERATOR)
    with db.read() as session:
        (row,) = agencies(session)
    assert (row.name, row.contact) == ("某区财政局", "财政路1号，电话0539-1")


def test_a_table_adds_and_changes_agencies(db: Database) -> None:
    office = make_office(db)
    add_agency(office, AgencyForm("某区财政局", "旧址"), viewer=OPERATOR)
    done = import_agencies(office, TABLE.encode(), file="名录.csv", viewer=OPERATOR)
    assert done == Imported(added=1, changed=1)
    again = import_agencies(office, TABLE.encode(), file="名录.csv", viewer=OPERATOR)
    assert again == Imported(added=0, changed=0)


def test_an_agency_that_was_dissolved_is_not_offered_any_more(db: Database) -> None:
    office = make_office(db)
    import_agencies(office, TABLE.encode(), file="名录.csv", viewer=OPERATOR)
    with db.read() as session:
        assert [a.name for a in agencies(session, on=date(2019, 3, 31))] == [
            "某区房管局",
            "某区财政局",
        ]
        assert [a.name for a in agencies(session, on=date(2019, 4, 1))] == ["某区财政局"]


def test_a_name_is_entered_once(db: Database) -> None:
    office = make_office(db)
    add_agency(office, AgencyForm("某区财政局"), viewer=OPERATOR)
    with pytest.raises(Conflict, match="名录中已有"):
        add_agency(office, AgencyForm("某区财政局"), viewer=OPERATOR)


def test_only_an_administrator_keeps_the_directory(db: Database) -> None:
    office = make_office(db)
    make_unit(office)
    clerk = make_user(office, "clerk", roles=[Role.handler])
    with pytest.raises(NotAllowed):
        add_agency(office, AgencyForm("某区财政局"), viewer=clerk)
    admin = make_user(office, "admin", roles=[Role.admin])
    assert add_agency(office, AgencyForm("某区财政局"), viewer=admin)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("名称,邮编\n某局,1\n", "有不认识的列“邮编”"),
        ("地址\n某路\n", "没有“名称”一列"),
        ("名称,启用日期\n某局,昨天\n", "第2行"),
        ("名称,地址\n,某路\n", "第2行：没有机关名称"),
        ("名称,启用日期,停用日期\n某局,2020-01-02,2020-01-01\n", "停用日期早于启用日期"),
        (f"名称\n{'长' * 121}\n", "第2行"),
    ],
)
def test_a_faulty_table_enters_nothing_and_names_the_row(
    db: Database, table: str, sentence: str
) -> None:
    office = make_office(db)
    with pytest.raises(Invalid, match=sentence):
        import_agencies(office, table.encode(), file="名录.csv", viewer=OPERATOR)
    with db.read() as session:
        assert agencies(session) == ()
