"""A published report read back: every cell against the report kept here, and any report against its own sums and sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.annual_reading import Found, Source, found_in, of_words, opened
from casework.errors import CaseworkError, Invalid
from casework.files.sandbox import ask
from casework.models.unit import Unit
from casework.office import Office
from casework.queries import annual_tables
from casework.queries.publishing import publishes_for_all
from casework.queries.sight import units_for
from casework.services.annual_years import COUNTING
from casework.viewer import Moment, Viewer
from workflows import annual_part2, annual_report
from workflows.annual_checks import Check
from workflows.annual_grid import COLUMNS, PART4_RESULTS, format_of
from workflows.annual_prose import Claim, Tables, claims
from workflows.annual_report import AnnualTable
from workflows.vocabulary import ReviewKind

Key = tuple[str, str]


@dataclass(frozen=True)
class Difference:
    """A cell that was published otherwise than it is kept here."""

    key: Key
    words: str
    place: str
    published: Decimal
    ours: Decimal


@dataclass(frozen=True)
class Verdict:
    """What came of reading a report back. `against` is the table kept here, None for the report of another office."""

    found: Found
    cells: int
    missing: tuple[str, ...]
    checks: tuple[Check, ...]
    claims: tuple[Claim, ...]
    against: AnnualTable | None
    differences: tuple[Difference, ...]

    @property
    def failing(self) -> tuple[Check, ...]:
        return tuple(one for one in self.checks if not one.ok)

    @property
    def wrong_claims(self) -> tuple[Claim, ...]:
        return tuple(one for one in self.claims if not one.ok)

    @property
    def kept(self) -> str:
        """Which report kept here the file was compared with, in words; empty where there is none."""
        if self.against is None:
            return ""
        edition = self.against.edition
        whose = "含下属单位的汇总年报" if self.against.rollup else "本单位自己的年报"
        return f"{self.against.unit_name}{whose}（{f'第{edition.number}版' if edition else '案件现在的统计'}）"

    @property
    def table(self) -> AnnualTable:
        """What was read; a cell that was not is 0 there, and among `doubted`."""
        found, format = self.found, format_of(self.found.format)
        part2 = {key: value for (key, column), value in found.numbers.items() if not column}
        part4 = found.part(tuple(kind.value for kind in ReviewKind))
        return AnnualTable(
            "", found.unit_name, found.year or 0, format, found.part(format.row_keys), part4, self.checks, "", part2=part2
        )  # fmt: skip

    @property
    def doubted(self) -> frozenset[Key]:
        """The cells at which something is wrong: not read, published otherwise, or part of a rule that does not hold."""
        unread = _words(self.found.format).keys() - self.found.numbers.keys()
        differing = {one.key for one in self.differences}
        return frozenset(unread | differing | {key for one in self.failing for key in one.cells})

    @property
    def is_sound(self) -> bool:
        told = (self.failing, self.wrong_claims, self.differences, self.missing, self.found.unread)
        return not any(told)


@dataclass(frozen=True)
class Against:
    """Which report of this office a file is compared with; without a unit the name in the file says it.

    `rollup`: the report of the unit with all below it, or its own; None: whichever it publishes.
    """

    unit_code: str = ""
    year: int | None = None
    rollup: bool | None = None


def read_back(
    office: Office,
    data: bytes,
    against: Against,
    *,
    previous: bytes = b"",
    viewer: Viewer,
    moment: Moment,
) -> Verdict:
    """Read a published report and judge it. `previous` is the published report of the year before, for R5.

    Raises:
        Invalid: no report can be read from the file. NotFound, NotAllowed: the named report is out of sight.
    """
    found = _found(data)
    before = _found(previous) if previous else None
    with office.db.read() as session:
        table = _ours(session, against, found, viewer=viewer, moment=moment)
    return _judged(found, before, table)


def _found(data: bytes) -> Found:
    source = _source(data)
    found = found_in(source)
    if not found.numbers and not found.unread:
        raise Invalid(
            "文件中没有找到年报的表格；请选择完整的年报。扫描的 PDF 没有文字，不能核对，请用网页或者 Word、Excel 文件。",
            fields={"file": "没有表格"},
        )
    return found


def _source(data: bytes) -> Source:
    if not data.startswith(b"%PDF"):
        return opened(data)
    return of_words(ask("words", data).decode())


def _ours(
    session: Session, against: Against, found: Found, *, viewer: Viewer, moment: Moment
) -> AnnualTable | None:
    year = against.year or found.year
    code = against.unit_code or _code_of(session, found.unit_name, viewer)
    if not code or year is None:
        return None
    rollup = _all_below(session, code, viewer) if against.rollup is None else against.rollup
    who = viewer if rollup else COUNTING if viewer.everywhere else viewer
    return annual_tables.annual_table(
        session, who, year=year, unit_code=code, rollup=rollup, today=moment.today
    )


def _all_below(session: Session, code: str, viewer: Viewer) -> bool:
    """Whether the unit publishes for all below it, and the viewer may see that report."""
    unit = session.scalar(select(Unit).where(Unit.code == code))
    if unit is None or not publishes_for_all(session, unit):
        return False
    try:
        units_for(session, viewer, code, rollup=True)
    except CaseworkError:
        return False  # the page says which report it was compared with
    return True


def _code_of(session: Session, name: str, viewer: Viewer) -> str:
    """The unit in sight of that name; a title may begin with other words."""
    units = session.execute(select(Unit.id, Unit.code, Unit.name)).all()
    fitting = [
        row for row in units if row.name and name.endswith(row.name) and viewer.may_see(row.id)
    ]
    return max(fitting, key=lambda row: len(row.name)).code if fitting else ""


def _judged(found: Found, before: Found | None, table: AnnualTable | None) -> Verdict:
    format = format_of(found.format)
    words = _words(found.format)
    part3, part4 = found.part(format.row_keys), found.part(tuple(kind.value for kind in ReviewKind))
    previous = before.part(format_of(before.format).row_keys) if before else None
    reviews = before.part(tuple(kind.value for kind in ReviewKind)) if before else None
    checks = annual_report.check(format, part3, part4, previous=previous)
    missing = tuple(text for key, text in words.items() if key not in found.places)
    return Verdict(
        found,
        len(words),
        missing,
        # Where a number was not read a sum cannot hold; that it was not read is told by itself.
        tuple(one for one in checks if all(key in found.numbers for key in one.cells)),
        _claims(found, Tables(part3, part4, previous, reviews)),
        table,
        tuple(_differences(found, words, table)) if table is not None else (),
    )


def _claims(found: Found, tables: Tables) -> tuple[Claim, ...]:
    """The numbers in its sentences. What the file does not tell apart by headings is all taken to tell of requests."""
    return claims(
        "\n".join("".join(line.split()) for line in found.lines),
        tables,
        unit_name=found.unit_name,
        year=found.year,
        about=True,
    )


def _words(format_key: str) -> Mapping[Key, str]:
    """Every cell of the report with its labels."""
    format = format_of(format_key)
    cells: dict[Key, str] = {(key, ""): told for key, (told, _) in annual_part2.figures(format_key).items()}  # fmt: skip
    cells |= {(r.key, c.key): f"{r.label}“{c.label}”" for r in format.rows for c in COLUMNS}
    return cells | {(k.value, r.key): f"{k.label}“{r.label}”" for k in ReviewKind for r in PART4_RESULTS}  # fmt: skip


def _differences(found: Found, words: Mapping[Key, str], table: AnnualTable) -> list[Difference]:
    differing = []
    for key, told in words.items():
        row, column = key
        part = table.part3 if row in table.part3 else table.part4
        ours = (
            Decimal(part.get(row, {}).get(column, 0))
            if column
            else table.part2.get(row, Decimal(0))
        )
        if key in found.numbers and found.numbers[key] != ours:
            differing.append(Difference(key, told, found.places[key], found.numbers[key], ours))
    return differing
