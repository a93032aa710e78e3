"""Fees over cases: the pieces of a month, the amount that is kept, and the sums that reach the annual report (109号)."""

from collections.abc import Callable
from datetime import date

import pytest
from factories import Case, make_case, make_office, make_unit, make_user
from sqlalchemy import event, select, update

from casework.annual_table import to_data, to_text
from casework.db import Database
from casework.errors import ActionRefused, Invalid
from casework.models.fee import FeeEntry
from casework.models.journal import JournalEntry
from casework.models.record import Record
from casework.office import Office
from casework.queries.annual_tables import annual_table
from casework.queries.applicant_counts import ApplicantMonth, month_of
from casework.services import intake
from casework.services.verification import verify
from casework.viewer import Moment, Viewer
from workflows.annual_report import AnnualTable, FeeTotals
from workflows.vocabulary import Role, State

MARCH = {day: date(2021, 3, day) for day in range(1, 32)}
PAGES = {"standard": "per_page", "count": 68, "payment_way": "银行转账"}
PIECES = {"standard": "per_piece", "payment_way": "银行转账"}
ZHANG = "110101199003070011"


class Town:
    """An office with two units and in each a clerk who may do everything."""

    def __init__(self, db: Database) -> None:
        self.office: Office = make_office(db)
        self.units = {"district": make_unit(self.office)}
        self.units["town"] = make_unit(self.office, "town", name="某镇政府", parent="district")
        roles = [r for r in Role if r not in (Role.system, Role.importer)]
        self.clerks = {
            unit: make_user(self.office, unit, roles=roles, unit=unit) for unit in self.units
        }
        self.clerk: Viewer = self.clerks["district"]

    def ask(
        self,
        on_day: date,
        *,
        items: int = 1,
        name: str = "张三",
        id_number: str = ZHANG,
        unit: str = "district",
    ) -> Case:
        """A request handed in and assigned."""
        form = intake.RequestForm(
            self.units[unit],
            on_day,
            "in_person",
            [intake.PartyForm(name, id_number=id_number), intake.PartyForm("代理人", kind="agent")],
            [f"第{n}份文件" for n in range(items)],
        )
        clerk = self.clerks[unit]
        done = intake.register(self.office, form, viewer=clerk, moment=Moment.on(on_day))
        case = Case(self.office, clerk, done)
        case.do("assign", on_day, handler=clerk.user_id)
        return case

    def pay(self, on_day: date, *, name: str = "张三", unit: str = "district") -> Case:
        """A request for 68 pages, told, and paid on a day of the same month."""
        case = self.ask(on_day.replace(day=1), name=name, id_number="", unit=unit)
        case.do("send_fee_notice", on_day, **PAGES)
        case.do("receive_payment", on_day, amount=380, receipt_number="1")
        return case

    def month(self, case: Case) -> ApplicantMonth | None:
        with self.office.db.read() as session:
            return month_of(session, session.get_one(Record, case.done.record_id))

    def report(self, year: int, *, rollup: bool = False) -> AnnualTable:
        with self.office.db.read() as session:
            return annual_table(
                session,
                self.clerk,
                year=year,
                unit_code="district",
                rollup=rollup,
                today=date(2023, 1, 9),
            )

    def told(self, case: Case) -> dict[str, object]:
        """The data of the last row of a case."""
        with self.office.db.read() as session:
            data = session.scalars(
                select(JournalEntry.data)
                .where(JournalEntry.record_id == case.done.record_id)
                .order_by(JournalEntry.seq.desc())
            ).first()
        assert data is not None
        return dict(data)


@pytest.fixture
def town(db: Database) -> Town:
    return Town(db)


def refused(case: Case, action: str, on_day: date, **data: object) -> str:
    with pytest.raises((ActionRefused, Invalid)) as error:
        case.do(action, on_day, **data)
    return error.value.message


def test_the_notice_keeps_the_amount_of_the_table(town: Town) -> None:
    case = town.ask(MARCH[1])
    case.do("send_fee_notice", MARCH[8], **PAGES)
    data = town.told(case)
    assert (data["amount"], data["pieces_before"], data["pieces_month"]) == (380, 0, "2021-03")


def test_a_typed_amount_that_differs_is_refused_with_the_right_one(town: Town) -> None:
    assert "68页应收380元" in refused(
        town.ask(MARCH[1]), "send_fee_notice", MARCH[8], **PAGES, amount=400
    )


def test_the_pieces_of_the_month_before_a_request_raise_its_fee(town: Town) -> None:
    town.ask(MARCH[1], items=9)
    town.ask(MARCH[2], items=1)
    case = town.ask(MARCH[2], items=3)
    town.ask(MARCH[3], items=40)
    case.do("send_fee_notice", MARCH[8], **PIECES, count=3)
    data = town.told(case)
    assert (data["pieces_before"], data["amount"]) == (10, 300)


def test_ten_pieces_of_a_month_are_free(town: Town) -> None:
    town.ask(MARCH[1], items=9)
    assert "连同本件共10件" in refused(
        town.ask(MARCH[2]), "send_fee_notice", MARCH[8], **PIECES, count=1
    )


def before(town: Town, case: Case) -> int:
    month = town.month(case)
    assert month is not None
    return month.before


def test_pieces_of_another_month_are_not_counted(town: Town) -> None:
    town.ask(date(2021, 2, 26), items=20)
    assert before(town, town.ask(MARCH[1])) == 0


def test_a_void_case_is_not_counted(town: Town) -> None:
    town.ask(MARCH[1], items=20).do("void", MARCH[1], reasons="重复登记")
    assert before(town, town.ask(MARCH[2])) == 0


def test_pieces_at_another_unit_are_not_counted(town: Town) -> None:
    town.ask(MARCH[1], items=20, unit="town")
    assert before(town, town.ask(MARCH[2])) == 0


@pytest.mark.parametrize(
    ("name", "id_number", "pieces"),
    [
        ("张三", ZHANG, 4),
        ("张三（改名）", ZHANG, 4),
        ("张三", "", 4),
        ("张三", "110101198001010011", 0),
        ("李四", "", 0),
    ],
)
def test_an_applicant_is_known_by_identity_number_else_by_name(
    town: Town, name: str, id_number: str, pieces: int
) -> None:
    town.ask(MARCH[1], items=4)
    assert before(town, town.ask(MARCH[2], name=name, id_number=id_number)) == pieces


def test_a_request_charged_for_fewer_pieces_counts_with_those(town: Town) -> None:
    town.ask(MARCH[1], items=20)
    charged = town.ask(MARCH[2], items=5)
    charged.do("send_fee_notice", MARCH[8], **PIECES, count=2)
    assert before(town, town.ask(MARCH[9])) == 22


def test_what_was_divided_off_is_counted_once(town: Town) -> None:
    case = town.ask(MARCH[1], items=5)
    case.do("split_off", MARCH[2], items_moved="2、3")
    month = town.month(case)
    assert month is not None
    assert (month.own, month.total, month.cases) == (3, 5, 2)
    assert before(town, town.ask(MARCH[3])) == 5


def test_what_was_divided_off_is_not_charged_by_pieces_in_its_first_case(town: Town) -> None:
    town.ask(MARCH[1], items=20)
    case = town.ask(MARCH[1], items=5)
    case.do("split_off", MARCH[2], items_moved="2、3")
    assert "申请内容为3项" in refused(case, "send_fee_notice", MARCH[8], **PIECES, count=4)


def test_an_agent_is_no_applicant(town: Town) -> None:
    town.ask(MARCH[1], items=4)
    assert before(town, town.ask(MARCH[2], name="代理人", id_number="")) == 0


def test_a_request_without_a_day_of_receipt_has_no_month_yet(town: Town) -> None:
    case = make_case(
        town.office, town.clerk, unit_id=town.units["district"], channel="ordinary_mail"
    )
    assert town.month(case) is None


def test_ten_pieces_in_a_month_show_the_options_and_decide_nothing(town: Town) -> None:
    town.ask(MARCH[1], items=8)
    few, many = town.month(town.ask(MARCH[2])), town.month(town.ask(MARCH[3]))
    assert few is not None
    assert many is not None
    assert (few.is_many, many.is_many, many.total, many.cases) == (False, True, 10, 3)
    assert few.sentence.endswith("本件之前8项。")
    assert "由承办人决定" in many.sentence


def test_the_tenth_piece_of_a_month_is_pointed_out_when_the_case_is_assigned(town: Town) -> None:
    assert town.ask(MARCH[1], items=9).done.warnings == ()
    (warning,) = town.ask(MARCH[2]).done.warnings
    assert "当月已向本单位提出10项申请（条例35）" in warning
    assert "由承办人决定" in warning


def test_a_negative_count_is_refused_with_its_bounds(town: Town) -> None:
    sentence = refused(town.ask(MARCH[1]), "send_fee_notice", MARCH[8], **{**PAGES, "count": -1})
    assert "只能是 1 至 10000" in sentence
    assert "109号" in sentence


def test_a_negative_refund_is_refused(town: Town) -> None:
    case = town.pay(MARCH[8])
    assert "退费金额（元）：只能是 1 至" in refused(
        case, "refund_fee", MARCH[9], amount=-1, reasons="—"
    )


def test_the_fees_of_a_year_are_its_payments_and_refunds_by_their_days(town: Town) -> None:
    town.pay(MARCH[8])
    other = town.pay(MARCH[9], name="李四")
    town.pay(MARCH[10], name="王五", unit="town")
    town.ask(MARCH[1], name="赵六").do("send_fee_notice", MARCH[8], **PAGES)
    other.do("refund_fee", MARCH[12], amount=80, reasons="页数有误")
    other.do("refund_fee", date(2022, 1, 4), amount=100, reasons="页数有误")
    assert town.report(2021).fees == FeeTotals(2, 760, 80)
    assert town.report(2021, rollup=True).fees == FeeTotals(3, 1140, 80)
    assert town.report(2022).fees == FeeTotals(0, 0, 100)
    assert town.report(2020).fees == FeeTotals()


def test_what_was_charged_paid_and_refunded_replays_from_the_journal(town: Town) -> None:
    case = town.ask(MARCH[1])
    case.do("send_fee_notice", MARCH[8], **PAGES)
    case.do("reissue_fee_notice", MARCH[9], **{**PAGES, "count": 31}, reasons="页数有误")
    assert verify(town.office, today=MARCH[9]) == ()
    case.do("receive_payment", MARCH[10], amount=10, receipt_number="1")
    case.do("refund_fee", MARCH[11], amount=4, reasons="—")
    assert verify(town.office, today=MARCH[11]) == ()
    with town.office.db.write() as session:
        session.execute(update(FeeEntry).values(yuan=9))
    found = verify(town.office, today=MARCH[11])
    assert {fault.rule for fault in found} == {"child"}


def test_a_void_case_brings_no_fee_into_the_report(town: Town) -> None:
    town.pay(MARCH[8]).do("void", MARCH[9], reasons="重复登记")
    assert town.report(2021).fees == FeeTotals()


def test_a_payment_that_was_entered_wrongly_and_annulled_is_not_counted(town: Town) -> None:
    case = town.pay(MARCH[8])
    case.do("annul", MARCH[9], entry=case.done.version, reasons="误录")
    assert town.report(2021).fees == FeeTotals()


def test_of_a_reissued_notice_only_what_was_paid_is_counted(town: Town) -> None:
    case = town.ask(MARCH[1])
    case.do("send_fee_notice", MARCH[8], **PAGES)
    case.do("reissue_fee_notice", MARCH[9], **{**PAGES, "count": 31}, reasons="页数有误")
    case.do("receive_payment", MARCH[10], amount=10, receipt_number="1")
    assert town.report(2021).fees == FeeTotals(1, 10)


def test_text_and_data_of_the_report_say_the_same_sum(town: Town) -> None:
    town.pay(MARCH[8])
    table = town.report(2021)
    assert to_data(table)["fees"] == {"cases": 1, "yuan": 380}
    assert "收取政府信息公开信息处理费1件，共380元。" in to_text(table)


def test_a_refund_on_a_closed_case_leaves_it_closed(town: Town) -> None:
    case = town.pay(MARCH[8])
    case.do("withdraw", MARCH[9], paper="书面撤回")
    assert case.do("refund_fee", MARCH[10], amount=380, reasons="撤回").state == State.terminated


def plan(office: Office, statement: str, parameters: object) -> str:
    prefix = "EXPLAIN QUERY PLAN " if office.db.is_sqlite else "EXPLAIN "
    with office.db.engine.connect() as connection:
        if not office.db.is_sqlite:  # a table of a test is small enough to be read as a whole
            connection.exec_driver_sql("SET enable_seqscan = off")
        rows = connection.exec_driver_sql(prefix + statement, parameters).all()
    return "\n".join(str(row) for row in rows)


def statements(town: Town, ask: Callable[[], object]) -> list[tuple[str, object]]:
    seen: list[tuple[str, object]] = []

    def note(_c: object, _k: object, statement: str, parameters: object, *_rest: object) -> None:
        seen.append((statement, parameters))

    event.listen(town.office.db.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(town.office.db.engine, "before_cursor_execute", note)
    return seen


def test_neither_the_month_nor_the_year_reads_the_whole_history(town: Town) -> None:
    case = town.pay(MARCH[8])
    seen = statements(town, lambda: (town.month(case), town.report(2021)))
    counted = [s for s in seen if "FROM fee JOIN" in s[0]]
    others = [s for s in seen if "FROM record JOIN party" in s[0]]
    assert (len(counted), len(others)) == (1, 1)
    assert "ix_fee_moved" in plan(town.office, *counted[0])
    found = plan(town.office, *others[0])
    assert "ix_record_received" in found or "ix_party" in found
