"""What the demonstration puts on the table: two papers and the 2020 annual table as files, and the words of the command."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.annual_table import to_xlsx
from casework.demo.published import YEAR
from casework.demo.staff import PASSWORD, shown_accounts
from casework.demo.units import ROOT
from casework.models.document import Document
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office
from casework.queries.annual_tables import annual_table
from casework.viewer import Moment, system
from workflows.annual_report import AnnualTable
from workflows.vocabulary import Role

_PAPERS = {"receipt": "receipt.pdf", "answer": "reply.pdf"}
_SHOWN_OUTCOME = "B"  # a partial disclosure shows a ground, reasons and a remedy


def table_of_2020(office: Office, *, moment: Moment) -> AnnualTable:
    """The roll-up of the district, counted from the cases."""
    with office.db.read() as session:
        return annual_table(
            session,
            system(Role.supervisor),
            year=YEAR,
            unit_code=ROOT,
            rollup=True,
            today=moment.today,
        )


def write_files(office: Office, table: AnnualTable) -> tuple[Path, ...]:
    """One receipt, one reply and the table under the instance folder; answers where they lie."""
    folder = office.settings.instance / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with office.db.read() as session:
        for key, name in _PAPERS.items():
            path = folder / name
            path.write_bytes(_paper(session, key))
            written.append(path)
    workbook = folder / f"annual-{YEAR}.xlsx"
    workbook.write_bytes(to_xlsx(table))
    return (*written, workbook)


def _paper(session: Session, key: str) -> bytes:
    """The paper of that kind in the first partial disclosure of the district government itself."""
    found = session.scalars(
        select(Document.pdf)
        .join(Record, Record.id == Document.record_id)
        .join(Unit, Unit.id == Record.unit_id)
        .where(Document.key == key, Record.outcome == _SHOWN_OUTCOME, Unit.code == ROOT)
        .order_by(Record.received_on, Document.seq)
        .limit(1)
    ).first()
    return found or b""


def account_lines() -> tuple[str, ...]:
    """The demonstration accounts for a terminal."""
    lines = (f"  {line}" for line in shown_accounts())
    others = (
        "  其他单位  <单位代码>-jingban（登记员、承办人）、<单位代码>-fuzeren（法律顾问、审批人）"
    )
    return (f"演示账号（口令均为 {PASSWORD}）：", *lines, others)
