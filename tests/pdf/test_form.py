"""The ruled form: no value leaves its cell, whatever is written into it, and nothing is lost at a page break."""

from hypothesis import given
from hypothesis import strategies as st

from casework.blocks import Field, Fields
from casework.pdf import font_set
from casework.pdf.form import LABEL, LABEL_WIDTH, VALUE, set_form
from casework.pdf.grid import Grid as Form
from casework.pdf.paragraph import WIDTH, extent

words = st.text("政府信息公开，。；：（）“”《》—…镕𫍯abcXYZ0123456789@./*- ", max_size=80)
fields = st.builds(
    Field,
    label=st.text("证件类型及号码联系方式", min_size=1, max_size=14),
    value=words,
    wide=st.booleans(),
    choices=st.lists(
        st.tuples(st.text("邮寄当面电子件", min_size=1, max_size=8), st.booleans()), max_size=4
    ).map(tuple),
)
forms = st.lists(fields, min_size=1, max_size=8).map(tuple)
PADDING = 6.0


def form(*rows: Field) -> Form:
    return set_form(Fields(rows), font_set())


@given(forms)
def test_no_text_leaves_its_cell(rows: tuple[Field, ...]) -> None:
    for row in form(*rows).rows:
        for cell in row.cells:
            style = cell.text.style
            chain = font_set().chain(style.kind.role)
            for line in cell.text.lines:
                shown = line.text.rstrip(" ")
                wide = sum(map(chain.width, shown)) * style.kind.size
                reach = line.x + wide + line.tracking * max(len(shown) - 1, 0)
                assert line.x >= -1e-6
                assert reach <= cell.width - 2 * PADDING + 1e-6


@given(forms)
def test_the_cells_of_a_row_fill_the_width(rows: tuple[Field, ...]) -> None:
    for row in form(*rows).rows:
        assert [cell.x for cell in row.cells[1:]] == [
            cell.x + cell.width for cell in row.cells[:-1]
        ]
        assert abs(row.cells[-1].x + row.cells[-1].width - WIDTH) < 1e-6


@given(forms, st.floats(20, 600))
def test_dividing_a_form_loses_no_line(rows: tuple[Field, ...], room: float) -> None:
    whole = form(*rows)
    head, rest = whole.cut(room)
    assert head is None or head.height <= room + 1e-6
    parts = [part for part in (head, rest) if isinstance(part, Form)]
    assert sorted(_values(whole)) == sorted(line for part in parts for line in _values(part))


def _values(part: Form) -> list[str]:
    return [
        line.text
        for row in part.rows
        for cell in row.cells
        if cell.text.style == VALUE
        for line in cell.text.lines
    ]


def test_narrow_fields_stand_in_pairs_and_a_wide_one_across() -> None:
    rows = form(Field("甲"), Field("乙"), Field("丙"), Field("丁", wide=True), Field("戊")).rows
    labels = [[c.text.lines[0].text for c in row.cells if c.text.style == LABEL] for row in rows]
    assert labels == [["甲", "乙"], ["丙"], ["丁"], ["戊"]]


def test_a_box_stays_with_its_label() -> None:
    (row,) = form(Field("获取方式", choices=tuple((f"方式{n}", n == 1) for n in range(6)))).rows
    lines = [line.text for line in row.cells[1].text.lines]
    assert "".join(lines).count("■") == 1
    assert all(line.startswith(("■", "□")) for line in lines)
    chain = font_set().chain("body")
    assert all(extent(line, VALUE, chain) <= row.cells[1].width - 2 * PADDING for line in lines)


def test_an_empty_value_still_has_a_line() -> None:
    (row,) = form(Field("备注", wide=True)).rows
    assert row.cells[0].width == LABEL_WIDTH
    assert row.height > VALUE.pitch
