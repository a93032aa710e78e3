"""What a closed year follows: the list that the next one begins with, its fees, its group cell by cell, and two at once (model 8)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from casework.db import Database
from casework.errors import CaseworkError
from casework.office import Office
from casework.queries.annual_documents import document
from casework.services import annual_years, engine, frozen_years, verification
from casework.services.annual_years import YearKey, close_year, reopen_year
from casework.services.frozen_years import Cause
from casework.viewer import Moment
from tests.factories import OPERATOR
from tests.services.test_annual_years import (
    GROUP,
    KEY,
    LATER,
    NEXT,
    act,
    closed_case,
    load,
    office,
    table_of,
    versions,
)
from tests.services.test_fees import Town

__all__ = ["office"]
FOLLOWING = YearKey("town", 2021)
NEXT_YEAR = Moment.on(date(2022, 1, 10))


def test_an_amendment_moves_row_two_of_the_next_year_though_it_is_closed(office: Office) -> None:
    for key in (KEY, FOLLOWING):
        close_year(office, key, viewer=OPERATOR, moment=LATER)
    case = closed_case(office)
    act(office, case, "annul", entry=2, reasons="录错", moment=LATER, on_day=LATER.today)
    first, second = versions(office, FOLLOWING)
    changed = {(c["row"], c["column"]): (c["old"], c["new"]) for c in second.changes}
    assert changed["carried_in", "natural"] == (1, 2)
    assert changed["carried_forward", "natural"] == (1, 2)
    assert (second.cause_id, first.content["part3"]["carried_in"]["natural"]) == (case, 1)
    ended = versions(office, KEY)[-1].content["part3"]["carried_forward"]
    assert second.content["part3"]["carried_in"] == ended


def test_the_sum_of_a_group_is_that_of_its_units_published_reports_in_every_cell(
    office: Office,
) -> None:
    load(office, date(2020, 5, 6), date(2020, 5, 7), unit_id=1)
    load(office, date(2020, 12, 8), unit_id=1)
    own = YearKey("district", 2020)
    for key in (KEY, own, GROUP):
        close_year(office, key, viewer=OPERATOR, moment=NEXT)
    act(office, closed_case(office), "annul", entry=2, reasons="录错")
    group, units = table_of(office, GROUP), [table_of(office, key) for key in (KEY, own)]
    for part in ("part3", "part4"):
        for row, line in getattr(group, part).items():
            for column, value in line.items():
                assert value == sum(getattr(one, part)[row][column] for one in units)
    with office.db.read() as session:
        checks = document(
            session, OPERATOR, year=2020, unit_code="district", rollup=True, today=NEXT.today
        ).table.checks
    seventh = [one for one in checks if one.rule == "R7"]
    assert len(seventh) == 10
    assert all(one.ok for one in seventh)
    assert group.part3["new_received"]["total"] == 4
    assert group.part3["carried_forward"]["total"] == 3


def test_the_fees_of_a_closed_year_are_amended_with_it(db: Database) -> None:
    town = Town(db)
    key = YearKey("district", 2021)
    case, other = town.pay(date(2021, 3, 8)), town.pay(date(2021, 4, 8), name="李四")
    other.do("refund_fee", date(2021, 4, 9), amount=80, reasons="页数有误")
    close_year(town.office, key, viewer=OPERATOR, moment=NEXT_YEAR)
    paid, day = case.done, NEXT_YEAR.today
    act(town.office, paid.record_id, "annul", moment=NEXT_YEAR, on_day=day, entry=paid.version, reasons="误录")  # fmt: skip
    _, second = versions(town.office, key)
    told = [(c["row"], c["column"], c["old"], c["new"]) for c in second.changes]
    assert told == [("fees", "cases", 2, 1), ("fees", "received", 760, 380)]
    assert "共380元，退还80元" in "".join(second.content["paragraphs"]["other"])
    assert verification.verify(town.office, today=NEXT_YEAR.today) == ()
    # As an installation left it whose fees moved before such an act amended the report.
    with town.office.db.write() as session:
        at = engine.desk(session, town.office, viewer=OPERATOR, moment=NEXT_YEAR)
        frozen_years.add_version(
            session,
            annual_years.opened(at, key),
            kind="amended",
            content=versions(town.office, key)[0].content,
            cause=Cause(OPERATOR, NEXT_YEAR, "旧版本"),
            write=annual_years.writing(at, "amend_year"),
        )
    told_of = verification.verify(town.office, today=NEXT_YEAR.today)
    assert "信息处理费“收取金额（元）”：公布的最新一版为760，按案件统计为380" in told_of[1].sentence
    assert "重新打开该年度" in told_of[1].sentence
    reopen_year(town.office, key, reason="核对收费", viewer=OPERATOR, moment=NEXT_YEAR)
    close_year(town.office, key, viewer=OPERATOR, moment=NEXT_YEAR)
    assert verification.verify(town.office, today=NEXT_YEAR.today) == ()


def test_closing_a_year_and_an_act_on_one_of_its_cases_at_once_lose_neither(office: Office) -> None:
    """Whichever comes first, the newest version says what the cases say; neither is refused for the other."""
    case, start = closed_case(office), Barrier(2)

    def at_once(do: Callable[[], object]) -> CaseworkError | None:
        start.wait()
        try:
            do()
        except CaseworkError as error:
            return error
        return None

    with ThreadPoolExecutor(2) as pool:
        both = (
            pool.submit(at_once, lambda: close_year(office, KEY, viewer=OPERATOR, moment=NEXT)),
            pool.submit(at_once, lambda: act(office, case, "annul", entry=2, reasons="录错")),
        )
        refused = [one.result() for one in both]
    if refused[0] is not None:  # a carry was lacking by then; the sentence asks to try again
        assert "再试一次" in refused[0].message
        close_year(office, KEY, viewer=OPERATOR, moment=NEXT)
    assert refused[1] is None
    published, counted = table_of(office, KEY), table_of(office, KEY, live=True)
    assert published.edition is not None
    assert published.part3 == counted.part3
    assert counted.part3["carried_forward"]["total"] == 2
