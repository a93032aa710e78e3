"""发文字号 given at issue: gapless, never twice, visible when void (law 6.4; model 10)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import select

from casework.db import Database
from casework.errors import Conflict, Invalid, NumberTaken
from casework.models.document import Document
from casework.models.unit import Unit
from casework.office import Office
from casework.queries.number_register import Register, register
from casework.services import numbering, numbers, register_files
from casework.services.numbers import PaperNumber
from casework.services.verification import examine
from casework.viewer import Moment, Viewer
from tests.factories import OPERATOR, Case, make_case, make_office, make_unit, make_user
from workflows.numbering import Numbering
from workflows.vocabulary import Role

BEGUN = date(2020, 9, 1)
NEXT = date(2020, 9, 2)
TODAY = Moment.on(date(2020, 9, 3))


class Desk:
    """An office with one clerk who may do everything."""

    def __init__(self, db: Database) -> None:
        self.office: Office = make_office(db)
        self.unit_id = make_unit(self.office)
        self.clerk: Viewer = make_user(self.office, "clerk", roles=list(Role), name="甲")

    def corrected(self) -> Case:
        """A case whose applicant was asked to correct his request, in a paper with a number."""
        case = make_case(self.office, self.clerk, unit_id=self.unit_id)
        case.do("request_correction", BEGUN, items_to_correct="写明文件名称", days=15)
        return case

    def register(self, **which: object) -> Register:
        with self.office.db.read() as session:
            return register(session, self.clerk, unit_code="district", year=2020, **which)  # type: ignore[arg-type]  # a filter of the test

    def number(self, key: str, year: int = 2020) -> PaperNumber:
        with self.office.db.write() as session:
            unit = session.get_one(Unit, self.unit_id)
            return numbers.next_paper_number(session, unit, key=key, year=year)

    def number_like(self, chosen: Numbering) -> None:
        numbering.set_numbering(self.office, "district", chosen, viewer=OPERATOR, moment=TODAY)


@pytest.fixture
def desk(db: Database) -> Desk:
    return Desk(db)


def test_a_rollback_gives_the_number_back_and_each_year_begins_anew(desk: Desk) -> None:
    assert desk.number("answer").text == "某政公复〔2020〕1号"
    with desk.office.db.write() as session:
        unit = session.get_one(Unit, desk.unit_id)
        assert numbers.next_paper_number(session, unit, key="answer", year=2020).serial == 2
        session.rollback()
    assert desk.number("answer").serial == 2
    assert desk.number("answer", 2021).text == "某政公复〔2021〕1号"


def test_two_threads_get_numbers_without_gap_or_double(desk: Desk) -> None:
    start = Barrier(2)

    def take(fails: bool) -> list[int]:
        start.wait()
        found = []
        for n in range(12):
            try:
                with desk.office.db.write() as session:
                    unit = session.get_one(Unit, desk.unit_id)
                    serial = numbers.next_paper_number(session, unit, key="answer", year=2020)
                    if fails and n % 3 == 0:
                        raise ZeroDivisionError
                    found.append(serial.serial)
            except ZeroDivisionError:
                continue
        return found

    with ThreadPoolExecutor(2) as pool:
        given = [n for part in pool.map(take, (True, False)) for n in part]
    assert sorted(given) == list(range(1, 21))


def test_papers_of_one_word_never_bear_one_number(desk: Desk) -> None:
    given = [desk.number(key).text for key in ("third_party_letter", "co_maker_letter")]
    assert given == ["某政公询〔2020〕1号", "某政公询〔2020〕2号"]


def test_a_unit_may_join_kinds_in_one_series_and_write_第(desk: Desk) -> None:
    joined = {"answer": "总", "termination": "总"}
    desk.number_like(Numbering("{mark}〔{year}〕第{serial}号", series=joined))
    given = [desk.number(key).text for key in ("answer", "termination", "answer")]
    assert given == ["某政公复〔2020〕第1号", "某政公终〔2020〕第2号", "某政公复〔2020〕第3号"]


def test_a_series_is_not_changed_within_a_year_that_has_numbers(desk: Desk) -> None:
    desk.corrected()
    with pytest.raises(Conflict, match="年内改用其他序列会重号"):
        desk.number_like(Numbering(series={"correction_notice": "总"}))
    with pytest.raises(Invalid, match="六角括号"):
        desk.number_like(Numbering("{mark}({year}){serial}号"))
    desk.number_like(Numbering(words={"correction_notice": "公正"}))
    desk.corrected()
    assert [row.number for row in desk.register().rows] == [
        "某政公正〔2020〕1号",
        "某政公补〔2020〕1号",
    ]


def test_a_number_given_before_is_refused_and_leaves_the_case_as_it_was(desk: Desk) -> None:
    desk.corrected()
    words = {"correction_notice": "公正", "reasons_notice": "公补"}
    desk.number_like(Numbering(words=words, series={"reasons_notice": "另编"}))
    asked = {"counts": "同类申请一百二十件", "matter": "用途", "days": 10}
    other = make_case(desk.office, desk.clerk, unit_id=desk.unit_id)
    other.do("assign", NEXT, handler=desk.clerk.user_id)
    with pytest.raises(NumberTaken, match="文号“某政公补〔2020〕1号”已经用过"):
        other.do("request_reasons", NEXT, **asked)
    desk.number_like(Numbering())
    other.do("request_reasons", NEXT, **asked)  # the version it had
    assert [row.number for row in desk.register().rows] == [
        "某政公理〔2020〕1号",
        "某政公补〔2020〕1号",
    ]


def test_a_void_number_stays_visible_with_its_reason(desk: Desk) -> None:
    first, second, third = desk.corrected(), desk.corrected(), desk.corrected()
    first.do("annul", NEXT, entry=first.done.version, reasons="误发，申请内容明确")
    second.do("void", NEXT, reasons="重复登记")
    third.do("correction_notice_received", NEXT, proof="张三签收")
    third.do("void", NEXT, reasons="重复登记")
    fourth = desk.corrected()
    rows = desk.register(key="correction_notice").rows
    assert [row.number for row in rows] == [f"某政公补〔2020〕{n}号" for n in (1, 2, 3, 4)]
    assert [row.reason for row in rows] == ["误发，申请内容明确", "重复登记", "", ""]
    assert [row.proof for row in rows] == ["", "", "2020-09-02收到", "尚无送达凭证"]
    assert [row.number for row in desk.register(void=True).rows] == [rows[0].number, rows[1].number]
    first.do("annul", NEXT, entry=first.done.version, reasons="撤销有误")
    assert not desk.register().rows[0].void
    assert fourth.done.number
    assert examine(desk.office, today=NEXT).faults == ()


def test_the_register_is_read_by_pages_and_written_as_files(desk: Desk) -> None:
    for _ in range(3):
        desk.corrected()
    second = desk.register(page=2, page_size=2)
    assert (second.total, second.pages, [r.number for r in second.rows]) == (
        3,
        2,
        ["某政公补〔2020〕3号"],
    )
    found = desk.register()
    assert found.kinds == (("correction_notice", "政府信息公开申请补正告知书", 3),)
    text = register_files.to_csv(found).decode("utf-8-sig").splitlines()
    assert text[0] == "文号,日期,文书,案件编号,送出,送达凭证,作废及理由"
    assert text[3].startswith("某政公补〔2020〕3号,2020-09-01,")
    assert register_files.to_xlsx(found).startswith(b"PK")
    assert register_files.to_pdf(found).startswith(b"%PDF")


def test_a_paper_keeps_its_place_in_the_register(desk: Desk) -> None:
    desk.corrected()
    with desk.office.db.read() as session:
        paper = session.scalars(select(Document).where(Document.number != "")).one()
    assert (paper.numbered_by, paper.series, paper.number_year, paper.serial) == (
        desk.unit_id,
        "公补",
        2020,
        1,
    )
