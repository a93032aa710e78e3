"""What `verify` accepts, and that it names whatever is changed behind the application's back."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from factories import OPERATOR, Case, make_case, make_office, make_unit, make_user
from sqlalchemy import NullPool, create_engine, inspect, select, text

from casework.db import Database, normalised_url
from casework.models.document import Document
from casework.models.journal import JournalEntry
from casework.models.record import Carry, Note, Record
from casework.office import Office
from casework.services import engine, intake, journal, registering, verification, wiping
from casework.services.carry_over import carry_over
from casework.services.ticking import tick
from casework.viewer import Moment, Viewer
from workflows.vocabulary import Role

TODAY = date(2021, 3, 1)
GIVEN = {"fact_provided_by": "随本告知书提供", "fact_attachments": "方案，共3页"}
APPEND_ONLY = ("journal", "seal", "sealed_row")


@dataclass
class Town:
    """An office with one unit, one clerk of every role, and one answered case."""

    db: Database
    office: Office
    unit_id: int
    clerk: Viewer
    case: Case

    @property
    def number(self) -> str:
        return self.case.done.number

    def new_case(self, **more: Any) -> Case:
        return make_case(self.office, self.clerk, unit_id=self.unit_id, **more)

    def assigned(self, **more: Any) -> Case:
        case = self.new_case(**more)
        case.do("assign", date(2020, 9, 2), handler=self.clerk.user_id)
        return case

    def rules(self) -> list[str]:
        return [fault.rule for fault in self.faults()]

    def faults(self, today: date = TODAY) -> tuple[verification.Fault, ...]:
        return verification.verify(self.office, today=today)

    def where(self, rule: str) -> list[str]:
        return [fault.where for fault in self.faults() if fault.rule == rule]

    def tamper(self, sql: str, **values: Any) -> None:
        """Change the database by hand: without triggers, without foreign keys, past the application."""
        by_hand = create_engine(self.db.url, poolclass=NullPool)
        with by_hand.begin() as connection:
            if self.db.is_sqlite:
                for table in APPEND_ONLY:
                    for verb in ("update", "delete"):
                        connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{verb}"))
            else:
                connection.execute(text("SET session_replication_role = replica"))
            changed = connection.execute(text(sql), {"id": self.case.done.record_id, **values})
            assert changed.rowcount != 0, "nothing was changed"
        by_hand.dispose()


def answer(case: Case, *, on: date) -> None:
    case.do("submit_draft", on, outcome="A2", **GIVEN)
    case.do("pass_review", on)
    case.do("approve", on)
    case.do("review_secrecy", on, conclusion="open", grounds="不涉密")
    case.do("issue", on)
    case.do("serve_in_person", on, recipient=1, signer="申请人")


def found_town(db: Database) -> Town:
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role))
    case = make_case(office, clerk, unit_id=unit_id)
    case.do("assign", date(2020, 9, 2), handler=clerk.user_id)
    answer(case, on=date(2020, 9, 8))
    return Town(db, office, unit_id, clerk, case)


@pytest.fixture(scope="module")
def founded() -> dict[str, Town]:
    """The town of each database, founded once and copied for each test."""
    return {}


@pytest.fixture
def db_url(
    backend: str,
    founded: dict[str, Town],
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a copy of the town."""
    ask = request.getfixturevalue
    if backend == "sqlite":
        path = tmp_path_factory.mktemp("town") / "town.db"
        if backend not in founded:
            shutil.copyfile(ask("sqlite_template"), path)
            founded[backend] = found_town(Database(f"sqlite:///{path}"))
            founded[backend].db.close()
        copy = path.with_name("copy.db")
        shutil.copyfile(str(founded[backend].db.url.database), copy)
        yield f"sqlite:///{copy}"
        return
    databases = ask("postgresql_databases")
    if backend not in founded:
        url = databases.create(template=str(normalised_url(databases.template).database))
        founded[backend] = found_town(Database(url))
        founded[backend].db.close()
    url = databases.create(template=str(founded[backend].db.url.database))
    yield url
    databases.drop(url)


@pytest.fixture
def town(db: Database, backend: str, founded: dict[str, Town]) -> Town:
    old = founded[backend]
    office = replace(old.office, db=db)
    return replace(old, db=db, office=office, case=Case(office, old.clerk, old.case.done))


# Sound ------------------------------------------------------------------------------------------------------


def test_an_answered_case_is_sound(town: Town) -> None:
    assert town.faults() == ()


def test_every_record_row_and_paper_is_counted(town: Town) -> None:
    found = verification.examine(town.office, today=TODAY)
    # one register with two rows (the unit, the account), one case with nine; a receipt and an answer
    assert (found.records, found.entries, found.papers) == (2, 11, 2)


def test_consultations_contacts_and_an_extension_are_sound(town: Town) -> None:
    case = town.assigned()
    case.do("log_contact", date(2020, 9, 3), reached=True, note="核对年份")
    case.do("consult_third_party", date(2020, 9, 9), name="李四", matter="是否同意公开")
    letter = case.done.version
    case.do("third_party_received", date(2020, 9, 10), thread=letter, proof="XA1")
    case.do("ask_extension", date(2020, 9, 10), days=20, reasons="材料多")
    case.do("grant_extension", date(2020, 9, 10))
    case.do("send_extension_notice", date(2020, 9, 11), proof="XA2")
    case.do("third_party_opinion", date(2020, 9, 15), thread=letter, opinion="consent")
    carry_over(town.office, moment=Moment.on(TODAY))
    assert town.faults() == ()


def test_amended_and_annulled_rows_are_sound(town: Town) -> None:
    case = town.assigned()
    case.do("log_contact", date(2020, 9, 3), reached=False, note="无人接听")
    case.do("log_contact", date(2020, 9, 4), reached=True, note="已联系")
    entry = case.done.version
    case.do("amend", date(2020, 9, 7), entry=entry, new_day="2020-09-03", reasons="日期有误")
    case.do("annul", date(2020, 9, 7), entry=entry - 1, reasons="登记错案件")
    case.do("annul", date(2020, 9, 8), entry=entry + 1, reasons="原日期无误")
    answer(case, on=date(2020, 9, 9))
    assert town.faults() == ()


def test_a_case_carried_over_two_years_is_sound(town: Town) -> None:
    case = town.assigned()
    day = date(2022, 1, 5)
    answer(case, on=day)
    assert town.faults(date(2022, 2, 1)) == ()


def test_an_answer_of_december_entered_in_january_is_sound(town: Town) -> None:
    case = town.assigned()
    case.do("submit_draft", date(2020, 12, 28), outcome="A2", **GIVEN)
    case.do("pass_review", date(2020, 12, 28))
    case.do("approve", date(2020, 12, 28))
    case.do("review_secrecy", date(2020, 12, 29), conclusion="open", grounds="不涉密")
    case.do("issue", date(2020, 12, 29))
    carry_over(town.office, moment=Moment.on(date(2021, 1, 2)))
    served = date(2020, 12, 30)
    case.done = engine.Done(case.done.record_id, case.done.version + 1, "", "", None, ())
    case.do("serve_in_person", served, recipient=1, signer="张三", today=date(2021, 1, 4))
    assert town.faults() == ()


def test_a_redone_answer_is_sound(town: Town) -> None:
    town.case.do("redo", date(2020, 11, 2), until="2020-11-30", decision="复决〔2020〕1号")
    answer(town.case, on=date(2020, 11, 9))
    assert town.faults() == ()


def test_a_case_that_became_void_after_the_year_it_was_carried_over_is_sound(town: Town) -> None:
    town.assigned().do("void", date(2021, 2, 1), reasons="重复登记")
    assert town.faults() == ()


def test_a_letter_that_waits_for_confirmation_is_sound(town: Town) -> None:
    town.new_case(channel="mail", awaits_confirmation=True)
    assert town.faults() == ()


def test_a_review_and_a_lawsuit_are_sound(town: Town) -> None:
    for kind, data in (("review", {}), ("lawsuit", {"after_reconsideration": True})):
        done = registering.open_record(
            town.office,
            unit_id=town.unit_id,
            kind=kind,
            on_day=date(2020, 10, 9),
            linked=town.case.done.record_id,
            data=data,
            viewer=town.clerk,
            moment=Moment.on(date(2020, 10, 9)),
        )
        Case(town.office, town.clerk, done).do("conclude", date(2020, 12, 1), result="upheld")
    assert town.faults() == ()


def test_an_imported_closed_case_is_sound_without_a_due_date(town: Town) -> None:
    day = date(2020, 5, 6)
    form = intake.RequestForm(town.unit_id, day, "mail", [intake.PartyForm("王五")], ["预算"])
    with town.db.write() as session:
        at = engine.desk(session, town.office, viewer=OPERATOR, moment=Moment.on(TODAY))
        record, _ = intake.receive(at, form, action="import_received")
        data = {"outcome": "A"}
        engine.apply(at, record, "import_closed", on_day=date(2020, 5, 20), data=data)
    assert town.faults() == ()


def test_a_sealed_journal_is_sound(town: Town) -> None:
    tick(town.office, moment=Moment.on(TODAY))
    town.assigned()
    tick(town.office, moment=Moment.on(date(2021, 3, 2)))
    assert town.faults() == ()


GONE = {
    "text": "UPDATE note SET content = NULL, salt = NULL WHERE record_id = :id AND field = 'signer'",
    "paper": "UPDATE document SET pdf = NULL, salt = NULL WHERE record_id = :id AND key = 'answer'",
    "party": "UPDATE party SET name = :erased, salt = '' WHERE record_id = :id",
}


@pytest.mark.parametrize("rule", GONE)
def test_a_content_that_no_act_erased_is_missed(town: Town, rule: str) -> None:
    """A tombstone is sound behind an `erase` only (tests of erasing); by hand anybody can make one."""
    town.tamper(GONE[rule], **({"erased": wiping.ERASED} if rule == "party" else {}))
    (fault,) = town.faults()
    assert (fault.rule, "日志中没有清除的记录" in fault.sentence) == (rule, True)


@pytest.mark.parametrize("content", [wiping.ERASED, "另一份文件"])
def test_what_was_asked_is_not_hidden_by_taking_its_salt_away(town: Town, content: str) -> None:
    sql = "UPDATE request_item SET content = :content, salt = '' WHERE record_id = :id"
    town.tamper(sql, content=content)
    assert town.rules() == ["text"]


def test_a_changed_content_of_a_request_is_named(town: Town) -> None:
    town.tamper("UPDATE request_item SET content = content || '！' WHERE record_id = :id")
    assert "text" in {fault.rule for fault in town.faults()}


def test_a_removed_item_of_a_request_is_named(town: Town) -> None:
    town.tamper("DELETE FROM request_item WHERE record_id = :id")
    assert "text" in {fault.rule for fault in town.faults()}


# The journal ------------------------------------------------------------------------------------------------


def test_a_changed_byte_names_the_case_the_unit_and_the_row(town: Town) -> None:
    town.tamper("UPDATE journal SET actor_label = 'x' WHERE record_id = :id AND seq = 4")
    (fault,) = town.faults()
    assert fault.rule == "row_hash"
    assert fault.where == f"政府信息公开申请{town.number}（某市某区人民政府）第4条"


@pytest.mark.parametrize(
    "change",
    [
        "on_day = '2020-09-03'",
        "at = '2020-09-03 02:00:00'",
        "unit_id = 77",
        "actor_id = NULL",
        "basis = '条例1'",
        "effect = 'x'",
        "hash = 'x'",
    ],
)
def test_every_column_of_a_row_is_under_its_hash(town: Town, change: str) -> None:
    town.tamper(f"UPDATE journal SET {change} WHERE record_id = :id AND seq = 3")
    assert "（某市某区人民政府）第3条" in "".join(town.where("row_hash"))


def test_a_changed_day_also_shows_in_what_follows_from_it(town: Town) -> None:
    last = town.case.done.version
    town.tamper(f"UPDATE journal SET on_day = '2020-09-09' WHERE record_id = :id AND seq = {last}")
    assert {"row_hash", "closed_on"} <= set(town.rules())


def test_changed_data_are_named(town: Town) -> None:
    town.tamper("""UPDATE journal SET data = '{"handler": 99}' WHERE record_id = :id AND seq = 3""")
    assert town.rules() == ["row_hash", "handler_id"]


def test_data_that_cannot_be_read_are_named(town: Town) -> None:
    if not town.db.is_sqlite:
        pytest.skip("PostgreSQL stores no JSON that cannot be read")
    town.tamper("UPDATE journal SET data = '{' WHERE record_id = :id AND seq = 3")
    assert town.where("unreadable") == [f"政府信息公开申请{town.number}（某市某区人民政府）第3条"]


def test_a_deleted_row_in_the_middle_is_named(town: Town) -> None:
    town.tamper("DELETE FROM journal WHERE record_id = :id AND seq = 5")
    assert town.where("seq") == [f"政府信息公开申请{town.number}（某市某区人民政府）第5条"]


def test_a_deleted_last_row_is_named(town: Town) -> None:
    last = town.case.done.version
    town.tamper(f"DELETE FROM journal WHERE record_id = :id AND seq = {last}")
    assert {"version", "state", "closed_on"} <= set(town.rules())


def test_a_deleted_first_row_is_named(town: Town) -> None:
    town.tamper("DELETE FROM journal WHERE record_id = :id AND seq = 1")
    assert {"seq", "replay"} <= set(town.rules())


def test_a_record_without_any_row_is_named(town: Town) -> None:
    town.tamper("DELETE FROM journal WHERE record_id = :id")
    assert "no_rows" in town.rules()


def test_a_row_without_its_record_is_named(town: Town) -> None:
    town.tamper("UPDATE journal SET record_id = 999 WHERE record_id = :id AND seq = 8")
    assert "no_record" in town.rules()


def test_an_inserted_row_is_named(town: Town) -> None:
    last = town.case.done.version
    copied = [c.key for c in inspect(JournalEntry).columns if c.key not in ("id", "seq")]
    listed = ", ".join(f'"{name}"' for name in copied)
    town.tamper(
        f"INSERT INTO journal (seq, {listed}) SELECT seq + 1, {listed} FROM journal "
        f"WHERE record_id = :id AND seq = {last}"
    )
    assert {"version", "row_hash", "chain"} <= set(town.rules())


def test_two_rows_that_changed_places_are_named(town: Town) -> None:
    for before, after in ((4, 99), (5, 4), (99, 5)):
        town.tamper(f"UPDATE journal SET seq = {after} WHERE record_id = :id AND seq = {before}")
    assert {"row_hash", "chain", "before", "replay"} <= set(town.rules())


def test_a_row_of_an_unknown_act_is_named(town: Town) -> None:
    town.tamper("UPDATE journal SET action = 'x' WHERE record_id = :id AND seq = 3")
    assert town.rules() == ["row_hash", "replay"]


# Seals ------------------------------------------------------------------------------------------------------


def rehash(town: Town, *, since: int) -> None:
    """Compute the chain anew, as somebody would who knows how."""
    with town.db.read() as session:
        rows = journal.entries(session, town.case.done.record_id)
    for n, row in enumerate(rows):
        if row.seq >= since:
            row.previous_hash = rows[n - 1].hash
            row.hash = journal.row_hash(row)
            town.tamper(
                "UPDATE journal SET hash = :hash, previous_hash = :previous WHERE id = :row",
                hash=row.hash,
                previous=row.previous_hash,
                row=row.id,
            )


def test_a_row_that_was_hashed_anew_breaks_the_seal(town: Town) -> None:
    tick(town.office, moment=Moment.on(TODAY))
    town.tamper("UPDATE journal SET actor_label = 'x' WHERE record_id = :id AND seq = 4")
    rehash(town, since=4)
    assert town.rules() == ["seal_hash"]


def test_a_sealed_row_that_is_gone_is_named(town: Town) -> None:
    tick(town.office, moment=Moment.on(TODAY))
    town.tamper("DELETE FROM journal WHERE record_id = :id AND seq = 8")
    assert "seal_row" in town.rules()


def test_a_row_taken_out_of_its_seal_is_named(town: Town) -> None:
    tick(town.office, moment=Moment.on(TODAY))
    town.tamper("DELETE FROM sealed_row WHERE journal_id = (SELECT max(id) FROM journal)")
    assert town.rules() == ["seal_row"]


def test_a_changed_seal_is_named(town: Town) -> None:
    tick(town.office, moment=Moment.on(TODAY))
    town.tamper("UPDATE seal SET hash = 'x'")
    assert town.rules() == ["seal_hash"]


def test_a_seal_that_was_taken_away_is_named(town: Town) -> None:
    tick(town.office, moment=Moment.on(TODAY))
    town.assigned()
    carry_over(town.office, moment=Moment.on(TODAY))
    tick(town.office, moment=Moment.on(date(2021, 3, 2)))
    town.tamper("DELETE FROM sealed_row WHERE seal_id = 1")
    town.tamper("DELETE FROM seal WHERE id = 1")
    assert "seal_chain" in town.rules()


# What is projected ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("state", "terminated"),
        ("resumes_to", "in_progress"),
        ("category", "legal_person"),
        ("arrived_on", "2020-08-31"),
        ("received_on", "2020-08-31"),
        ("due_on", "2020-12-01"),
        ("closed_on", "2020-09-07"),
        ("outcome", "A1"),
        ("handler_id", 99),
        ("number", "DISTRICT-2020-0009"),
        ("facts", "{}"),
    ],
)
def test_a_changed_column_of_a_case_is_named(town: Town, column: str, value: Any) -> None:
    shown = (
        f"CAST('{value}' AS json)" if column == "facts" and not town.db.is_sqlite else f"'{value}'"
    )
    town.tamper(f"UPDATE record SET {column} = {shown} WHERE id = :id")
    assert column in town.rules()


def test_a_case_moved_to_another_unit_by_hand_is_named(town: Town) -> None:
    other = make_unit(town.office, "other", name="某局")
    town.tamper("UPDATE record SET unit_id = :unit WHERE id = :id", unit=other)
    assert "unit_id" in town.rules()


def test_a_changed_version_is_named(town: Town) -> None:
    town.tamper("UPDATE record SET version = version + 1 WHERE id = :id")
    assert town.rules() == ["version"]


def test_a_changed_service_of_the_answer_is_named(town: Town) -> None:
    town.tamper("UPDATE service_attempt SET dispatched_on = '2020-09-01' WHERE record_id = :id")
    assert town.where("child") == [f"政府信息公开申请{town.number}（某市某区人民政府）第9条"]


def test_a_service_that_is_gone_is_named(town: Town) -> None:
    town.tamper("DELETE FROM service_attempt WHERE record_id = :id")
    assert town.rules() == ["child"]


def test_a_changed_consultation_is_named(town: Town) -> None:
    case = town.assigned()
    case.do("consult_third_party", date(2020, 9, 9), name="李四", matter="是否同意公开")
    town.tamper("UPDATE consultation SET sent_on = '2020-09-10'")
    assert "child" in town.rules()


@pytest.mark.parametrize("column", ["received_on", "closed_on", "due_on", "facts"])
def test_a_value_of_a_case_that_cannot_be_read_is_named(town: Town, column: str) -> None:
    if not town.db.is_sqlite:
        pytest.skip("PostgreSQL stores no day and no JSON that cannot be read")
    town.tamper(f"UPDATE record SET {column} = 'x' WHERE id = :id")
    assert town.where("unreadable") == [f"政府信息公开申请{town.number}（某市某区人民政府）"]


# Texts and papers -------------------------------------------------------------------------------------------


def test_a_changed_text_is_named(town: Town) -> None:
    town.tamper("UPDATE note SET content = 'x' WHERE record_id = :id AND field = 'signer'")
    assert town.where("text") == [f"政府信息公开申请{town.number}（某市某区人民政府）第9条“signer”"]


def test_a_text_without_its_salt_is_no_tombstone(town: Town) -> None:
    town.tamper("UPDATE note SET salt = NULL WHERE record_id = :id AND field = 'signer'")
    assert town.rules() == ["text"]


def test_a_text_that_is_gone_without_a_tombstone_is_named(town: Town) -> None:
    town.tamper("DELETE FROM note WHERE record_id = :id AND field = 'signer'")
    assert town.rules() == ["text"]


def test_a_text_that_no_row_knows_is_named(town: Town) -> None:
    with town.db.write() as session:
        record_id = town.case.done.record_id
        session.add(Note(record_id=record_id, seq=2, field="x", content="y", salt="00"))
    assert town.rules() == ["text"]


def test_a_changed_byte_of_a_paper_is_named(town: Town) -> None:
    with town.db.read() as session:
        paper = session.scalars(select(Document).where(Document.key == "answer")).one()
        pdf = bytearray(paper.pdf or b"")
    pdf[100] ^= 1
    town.tamper("UPDATE document SET pdf = :pdf WHERE id = :paper", pdf=bytes(pdf), paper=paper.id)
    (fault,) = town.faults()
    assert (fault.rule, paper.number in fault.where) == ("paper", True)


def test_a_changed_number_of_a_paper_is_named(town: Town) -> None:
    town.tamper("UPDATE document SET number = 'x' WHERE record_id = :id AND key = 'answer'")
    assert town.rules() == ["paper"]


def test_a_paper_that_is_gone_is_named(town: Town) -> None:
    town.tamper("DELETE FROM document WHERE record_id = :id AND key = 'answer'")
    assert {"paper", "series"} <= set(town.rules())


# Carried cases, numbers, sums -------------------------------------------------------------------------------


@pytest.fixture
def carried(town: Town) -> Town:
    town.case = town.assigned()
    carry_over(town.office, moment=Moment.on(TODAY))
    assert town.faults() == ()
    return town


def test_a_removed_row_of_carrying_is_named(carried: Town) -> None:
    carried.tamper("DELETE FROM carry WHERE record_id = :id")
    assert "carry" in carried.rules()


def test_a_carried_category_that_is_not_the_case_s_is_named(carried: Town) -> None:
    carried.tamper("UPDATE carry SET category = 'legal_aid' WHERE record_id = :id")
    assert "carry" in carried.rules()


def test_a_row_of_carrying_that_the_dates_do_not_bear_is_named(town: Town) -> None:
    with town.db.write() as session:
        record = session.get_one(Record, town.case.done.record_id)
        row = Carry(year=2020, record_id=record.id, unit_id=record.unit_id)
        row.current_unit_id, row.category = record.unit_id, record.category
        session.add(row)
    assert "carry" in town.rules()


def test_a_case_not_carried_over_yet_is_named_with_the_way_out(town: Town) -> None:
    town.assigned()
    said = "".join(fault.sentence for fault in town.faults() if fault.rule == "carry")
    assert "casework tick" in said


def test_a_lost_row_of_carrying_breaks_the_sums_of_its_year(carried: Town) -> None:
    carried.tamper("DELETE FROM carry WHERE record_id = :id")
    places = {fault.where for fault in carried.faults() if fault.rule == "R1"}
    assert "“某市某区人民政府”2020年年报“总计”" in places


def test_a_case_that_was_taken_away_leaves_its_number_open(town: Town) -> None:
    town.new_case()
    for table in ("note", "document", "service_attempt", "party", "request_item", "journal"):
        town.tamper(f"DELETE FROM {table} WHERE record_id = :id")
    town.tamper("DELETE FROM record WHERE id = :id")
    said = "".join(fault.sentence for fault in town.faults() if fault.rule == "series")
    assert f"其中{town.number}没有案件" in said


def test_numbers_of_an_earlier_pattern_are_no_gap(town: Town) -> None:
    town.tamper("""UPDATE unit SET settings = '{"case_pattern":"甲{year}-{serial}"}'""")
    town.new_case()
    carry_over(town.office, moment=Moment.on(TODAY))
    assert town.faults() == ()


def test_a_series_that_was_set_forward_is_named(town: Town) -> None:
    town.tamper("UPDATE series SET last = 5 WHERE kind = 'request'")
    assert town.rules() == ["series"] * 4


def test_a_series_of_papers_that_was_set_back_is_named(town: Town) -> None:
    town.tamper("UPDATE series SET last = 0 WHERE kind = '公复'")
    assert town.rules() == ["series"]
