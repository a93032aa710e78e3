"""Entering the numbers that no case tells, one by one or from a table; every change is written in the office's register."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework.errors import Invalid, NotAllowed, NotFound
from casework.ledger.cells import Cell, Unreadable, as_text, folded
from casework.ledger.tables import Table, open_tables
from casework.models.further_figure import FurtherFigure
from casework.models.unit import Unit
from casework.office import Office
from casework.queries.further_figures import spoken
from casework.queries.sight import subtree
from casework.services import engine, units
from casework.services.engine import Desk
from casework.viewer import Moment, Viewer
from workflows.further_figures import FURTHER, Further
from workflows.vocabulary import Role

_MOST = 10_000_000
_LONGEST = {"part": 40, "about": 120}
HEADS = ("年", "月", "指标", "类别", "单位", "数量")
_HEAD_OF = dict(zip(("year", "month", "key", "part", "about", "count"), HEADS, strict=True))
_ROWS = 5_000


@dataclass(frozen=True)
class FigureForm:
    """One number as typed: a month, what is counted, of which part, about whom, how many.

    `line` and `places` tell where it stood in a table.
    """

    year: int
    month: int
    key: str
    part: str
    about: str
    count: int
    line: int = 0
    places: Mapping[str, int] = field(default_factory=dict, compare=False)

    def cell(self, key: str) -> str:
        """The cell of the table that holds this part; empty for what was typed on a page."""
        head = _HEAD_OF.get(key, key)
        return f"{_cell(self.places[head], self.line)}（{head}）：" if head in self.places else ""


def enter(
    office: Office, code: str, forms: Sequence[FigureForm], *, viewer: Viewer, moment: Moment
) -> int:
    """Store numbers, each in the place of the one of the same month, part and unit; answers how many were new or changed.

    Raises:
        NotFound: no such office. NotAllowed: the supervisor's role is missing. Invalid: a number that cannot be; then none
        is stored.
    """
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        unit = _office(at, code)
        known = _named(session, unit)
        checked = _all_checked(forms, moment, known)
        changed = sum(_put(at, unit, form, known) for form in checked)
        if changed:
            _note(at, unit, checked, f"登记或者变更{changed}项")
        return changed


def drop(office: Office, code: str, figure_id: int, *, viewer: Viewer, moment: Moment) -> None:
    """Take a number out.

    Raises:
        NotFound: no such office or number. NotAllowed: the supervisor's role is missing.
    """
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        unit = _office(at, code)
        row = session.get(FurtherFigure, figure_id)
        if row is None or row.office_id != unit.id:
            raise NotFound("没有这一项数字，可能已经删除；请刷新页面。")
        form = FigureForm(row.year, row.month, row.key, row.part, row.about, row.count)
        session.execute(delete(FurtherFigure).where(FurtherFigure.id == figure_id))
        _note(at, unit, [form], f"删除：{_said(form)}")


def read_table(content: bytes, *, file: str) -> list[FigureForm]:
    """The rows of an XLSX or CSV table with the columns 年, 月, 指标, 类别, 单位, 数量.

    Raises:
        Invalid: every faulty row in one message; nothing is read then.
    """
    table = open_tables(content, file=file)[0]
    places = _places(table, file)
    if len(table.lines) > _ROWS + 1:
        raise Invalid(f"文件“{file}”超过{_ROWS}行；请分成几个文件。")
    forms, faults = [], []
    for line in table.lines[1:]:
        cells = {head: line.cells[n] if n < len(line.cells) else None for head, n in places.items()}
        try:
            forms.append(_form(cells, line.number))
        except Invalid as error:
            faults += [
                f"{_cell(places[head], line.number)}（{head}）：{sentence}"
                for head, sentence in error.fields.items()
            ]
    if faults:
        raise _refused(faults)
    return [replace(form, places=places) for form in forms]


def _refused(faults: Sequence[str]) -> Invalid:
    more = f"（另有{len(faults) - 20}处）" if len(faults) > 20 else ""
    return Invalid(
        f"没有导入。{''.join(faults[:20])}{more}", fields={"file": f"{len(faults)}处有误"}
    )


def _cell(column: int, line: int) -> str:
    """F3: the name of a cell, as a table program shows it."""
    letters, rest = "", column + 1
    while rest:
        rest, sign = divmod(rest - 1, 26)
        letters = chr(ord("A") + sign) + letters
    return f"{letters}{line}"


def _places(table: Table, file: str) -> Mapping[str, int]:
    heads = {folded(str(cell or "")): n for n, cell in enumerate(table.lines[0].cells)}
    missing = [head for head in HEADS if head not in heads]
    if missing:
        raise Invalid(
            f"文件“{file}”的第一行缺少“{'”“'.join(missing)}”列；列名应为{'、'.join(HEADS)}。",
            fields={"file": "列名不符"},
        )
    return {head: heads[head] for head in HEADS}


def _form(cells: Mapping[str, Cell], line: int) -> FigureForm:
    """A row as a form.

    Raises:
        Invalid: `fields` holds a sentence for each faulty column.
    """
    texts, numbers, wrong = {}, {}, {}
    for head, cell in cells.items():
        try:
            texts[head] = as_text(cell, most=200)
            if head in ("年", "月", "数量"):
                numbers[head] = whole(texts[head], head)
        except (Invalid, Unreadable) as error:
            wrong[head] = str(error)
    kind = next((k for k in Further if texts.get("指标") in (k.value, k.label)), None)
    if kind is None and "指标" in texts:
        known = "、".join(k.label for k in Further)
        wrong["指标"] = f"没有“{texts['指标']}”这一指标；可以填写{known}。"
    if wrong or kind is None:
        raise Invalid("".join(wrong.values()), fields=wrong)
    return FigureForm(
        numbers["年"],
        numbers["月"],
        kind.value,
        texts["类别"],
        texts["单位"],
        numbers["数量"],
        line,
    )


def whole(text: str, label: str) -> int:
    """A number without sign or fraction.

    Raises:
        Invalid: with a sentence; an empty cell and “/” are no zero.
    """
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 9):
        raise Invalid(f"“{label}”应为不带符号和小数的数字，没有的填 0，不能是“{plain}”。")
    return int(plain)


def _all_checked(
    forms: Sequence[FigureForm], moment: Moment, known: Mapping[str, Unit]
) -> list[FigureForm]:
    """Every form, or one sentence for each fault of a table: its cell, or the row that it repeats."""
    checked, faults = [], []
    seen: dict[tuple[object, ...], int] = {}
    for form in forms:
        try:
            checked.append(_checked(form, moment))
        except Invalid as error:
            if not form.places:
                raise
            faults.append(f"{form.cell(next(iter(error.fields)))}{error.message}")
        about = known.get(folded(form.about))
        same = (form.year, form.month, form.key, form.part, about.id if about else form.about)
        if form.places and same in seen:
            faults.append(f"第{form.line}行与第{seen[same]}行是同一项；请合并或者删去一行。")
        seen.setdefault(same, form.line)
    if faults:
        raise _refused(faults)
    return checked


def _checked(form: FigureForm, moment: Moment) -> FigureForm:
    if form.key not in set(Further):
        raise Invalid(f"没有“{form.key}”这一指标；请重新选择。", fields={"key": "没有这一指标"})
    month = (form.year, form.month)
    if not form.year >= 2008 or not 1 <= form.month <= 12:
        raise Invalid(f"没有{form.year}年{form.month}月；请改正年月。", fields={"month": "不存在"})
    if month > (moment.today.year, moment.today.month):
        raise Invalid(
            f"{form.year}年{form.month}月还没有开始，不能登记；请改正年月。",
            fields={"month": "不能晚于本月"},
        )
    if not 0 <= form.count <= _MOST:
        raise Invalid(f"数量应在0至{_MOST}之间；请改正。", fields={"count": "超出范围"})
    for key, most in _LONGEST.items():
        text = getattr(form, key)
        if len(text) > most or not text.isprintable():
            raise Invalid(
                f"“{text[:20]}……”太长或者含有控制字符；请写成一行，不超过{most}个字。",
                fields={key: "太长"},
            )
    return form


def _put(at: Desk, unit: Unit, form: FigureForm, known: Mapping[str, Unit]) -> bool:
    about = known.get(folded(form.about))
    same = select(FurtherFigure).where(
        FurtherFigure.office_id == unit.id,
        FurtherFigure.year == form.year,
        FurtherFigure.month == form.month,
        FurtherFigure.key == form.key,
        FurtherFigure.part == form.part,
        FurtherFigure.about == (about.name if about else form.about),
    )
    row = at.session.scalar(same)
    if row is None:
        row = FurtherFigure(
            office_id=unit.id,
            year=form.year,
            month=form.month,
            key=form.key,
            part=form.part,
            about=about.name if about else form.about,
            about_id=about.id if about else None,
            count=-1,
        )
        at.session.add(row)
    if row.count == form.count:
        return False
    row.count, row.entered_at = form.count, at.moment.at
    at.session.flush()
    return True


def _office(at: Desk, code: str) -> Unit:
    unit = units.by_code(at.session, code)
    if Role.supervisor not in at.viewer.roles_in(unit.id):
        raise NotAllowed(
            f"通报所用的数字由“{unit.name}”的主管部门人员登记，您没有这一角色；请交有权人员办理。"
        )
    return unit


def _named(session: Session, office: Unit) -> Mapping[str, Unit]:
    """The units of the tree by every name they are written under."""
    found: dict[str, Unit] = {}
    for unit in session.scalars(select(Unit).where(Unit.id.in_(subtree(session, office.id)))):
        found |= {folded(name): unit for name in (unit.name, unit.code, spoken(unit))}
    return found


def _note(at: Desk, unit: Unit, forms: Iterable[FigureForm], detail: str) -> None:
    held = list(forms)
    months = sorted({f"{form.year}-{form.month:02d}" for form in held})
    changed = f"通报数字（{'、'.join(months[:6])}）"
    said = detail if len(held) > 5 else f"{detail}：{'；'.join(map(_said, held))}"
    units.note_in_register(
        at, unit.id, "record_figures", {"changed": changed, "detail": said[:1000]}
    )


def _said(form: FigureForm) -> str:
    where = "、".join(filter(None, (form.part, form.about)))
    kind = FURTHER[Further(form.key)]
    return f"{kind.label}{f'（{where}）' if where else ''}{form.count}{kind.measure}"
