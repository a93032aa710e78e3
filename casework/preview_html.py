"""A paper's blocks as HTML for the preview before issue; same blocks as the PDF, no law and no page of the application here.

Every text is escaped; nothing carries a style or a script, so that it stands under `default-src 'self'`. The look, in
print too, is `static/paper.css`.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import segno
from markupsafe import Markup, escape

from casework import blocks
from casework.characters import shown

CHOSEN, OPEN = "■", "□"


def preview(paper: blocks.Paper) -> Markup:
    """The paper as one `article`, safe to insert into a page."""
    letter = next(
        (block.letter for block in paper.blocks if isinstance(block, blocks.Letterhead)), False
    )
    parts = Markup("\n").join(part for block in paper.blocks for part in _parts(block))
    kind = "paper paper-letter" if letter else "paper"
    return Markup('<article class="{}" lang="zh-CN">\n{}\n</article>').format(kind, parts)


def _parts(block: blocks.Block) -> Iterator[Markup]:
    make: Callable[[Any], Iterator[Markup]] = _MAKE[type(block)]
    return make(block)


def _element(name: str, text: str, css: str = "") -> Markup:
    css_class = Markup(' class="{}"').format(css) if css else Markup("")
    return Markup("<{0}{1}>{2}</{0}>").format(name, css_class, escape(shown(text)))


def _paragraphs(text: str, css: str = "") -> Iterator[Markup]:
    for paragraph in text.split("\n"):
        yield _element("p", paragraph, css)


def _letterhead(block: blocks.Letterhead) -> Iterator[Markup]:
    if block.agency:
        yield _element("p", block.agency, "paper-agency")
    if block.number:
        yield _element("p", block.number, "paper-number")


def _title(block: blocks.Title) -> Iterator[Markup]:
    yield _element("h1", block.text)


def _addressee(block: blocks.Addressee) -> Iterator[Markup]:
    yield from _paragraphs(block.text, "paper-flush")


def _heading(block: blocks.Heading) -> Iterator[Markup]:
    yield _element(f"h{min(max(block.level, 1) + 1, 6)}", block.text)


def _paragraph(block: blocks.Paragraph) -> Iterator[Markup]:
    css = "" if block.indent else "paper-flush"
    yield from _paragraphs(block.text, f"{css} paper-reasons".strip() if block.reasons else css)


def _fields(block: blocks.Fields) -> Iterator[Markup]:
    rows: list[Markup] = []
    waiting: list[blocks.Field] = []
    for narrow, found in groupby(
        block.fields, lambda field: isinstance(field, blocks.Field) and not field.wide
    ):
        for field in found:
            if not narrow:
                rows.append(_wide_row(field))
                continue
            assert isinstance(field, blocks.Field)
            waiting.append(field)
            if len(waiting) == 2:
                rows.append(_row(_cells(waiting[0]) + _cells(waiting[1])))
                waiting = []
        if waiting:
            rows.append(_wide_row(waiting.pop()))
    body = Markup("\n").join(rows)
    yield Markup('<table class="paper-form"><tbody>\n{}\n</tbody></table>').format(body)


def _row(cells: Markup) -> Markup:
    return Markup("<tr>{}</tr>").format(cells)


def _cells(field: blocks.Field, span: int = 1) -> Markup:
    boxes = (f"{CHOSEN if on else OPEN} {shown(label)}" for label, on in field.choices)
    lines = [escape("\u3000".join(boxes))] if field.choices else []
    lines += [escape(shown(line)) for line in field.value.split("\n") if line]
    return _head(field.label) + _data(Markup("<br>").join(lines), span)


def _head(label: str) -> Markup:
    return Markup('<th scope="row">{}</th>').format(shown(label))


def _data(content: Markup, span: int = 1) -> Markup:
    wide = Markup(' colspan="{}"').format(span) if span > 1 else Markup("")
    return Markup("<td{}>{}</td>").format(wide, content)


def _wide_row(field: blocks.Field | blocks.Opinion | blocks.Band) -> Markup:
    if isinstance(field, blocks.Band):
        return _row(Markup('<th colspan="4" scope="colgroup">{}</th>').format(shown(field.text)))
    if isinstance(field, blocks.Field):
        return _row(_cells(field, 3))
    text = Markup("<br>").join(escape(shown(line)) for line in field.text.split("\n"))
    foot = _element("p", field.foot, "paper-sign")
    return _row(
        _head(field.label)
        + Markup('<td colspan="3" class="paper-opinion">{}{}</td>').format(text, foot)
    )


def _table(block: blocks.Table) -> Iterator[Markup]:
    total = sum(max(column.share, 0.0) for column in block.columns) or 1.0
    # A width attribute rather than a style, which the content policy of the pages forbids.
    columns = Markup("").join(
        Markup('<col width="{}%">').format(round(100 * column.share / total))
        for column in block.columns
    )
    heads = Markup("").join(
        Markup('<th scope="col">{}</th>').format(shown(column.head)) for column in block.columns
    )
    rows = Markup("\n").join(
        _row(
            Markup("").join(
                Markup('<td class="paper-{}">{}</td>').format(
                    column.align,
                    Markup("<br>").join(escape(shown(line)) for line in text.split("\n")),
                )
                for text, column in zip(row, block.columns, strict=True)
            )
        )
        for row in block.rows
    )
    yield Markup(
        '<table class="paper-table"><colgroup>{}</colgroup><thead><tr>{}</tr></thead><tbody>\n{}\n</tbody></table>'
    ).format(columns, heads, rows)


def _merged(block: blocks.Merged) -> Iterator[Markup]:
    rows = Markup("\n").join(
        _row(Markup("").join(_span(cell) for cell in line)) for line in block.lines
    )
    yield Markup('<table class="paper-table paper-merged" border="1"><tbody>\n{}\n</tbody></table>').format(rows)  # fmt: skip


def _span(cell: blocks.Span) -> Markup:
    spans = [("colspan", cell.columns), ("rowspan", cell.rows)]
    wide = Markup("").join(Markup(' {}="{}"').format(k, n) for k, n in spans if n > 1)
    name = "th" if cell.head else "td"
    return Markup('<{0}{1} class="paper-{2}">{3}</{0}>').format(name, wide, cell.align, shown(cell.text))  # fmt: skip


def _qrcode(block: blocks.QrCode) -> Iterator[Markup]:
    code = segno.make_qr(block.data, error="m", boost_error=False)
    picture = Markup(
        code.svg_inline(scale=3, border=4, omitsize=False)
    )  # drawn here, holds no text
    yield Markup(
        '<div class="paper-code"><p>{}</p><span role="img" aria-label="二维码">{}</span></div>'
    ).format(shown(block.caption), picture)


def _annex(block: blocks.Annex) -> Iterator[Markup]:
    items = Markup("").join(
        Markup("<li>{}</li>").format(shown(name.strip().rstrip("；。，;"))) for name in block.names
    )
    css = "paper-annex" if len(block.names) > 1 else "paper-annex paper-annex-one"
    yield Markup('<div class="{}"><span>附件：</span><ol>{}</ol></div>').format(css, items)


def _signature(block: blocks.Signature) -> Iterator[Markup]:
    day = blocks.chinese_date(block.signed_on)
    css = "paper-signature paper-sealed" if block.seal else "paper-signature"
    yield Markup('<div class="{}"><p>{}</p><p>{}</p></div>').format(
        css, shown(block.signatory), day
    )


def _note(block: blocks.Note) -> Iterator[Markup]:
    yield from _paragraphs(block.text, "paper-note")


def _imprint(block: blocks.Imprint) -> Iterator[Markup]:
    rows = []
    if block.copies:
        names = "，".join(name.strip() for name in block.copies).rstrip("。")
        rows.append(_element("p", f"抄送：{names}。"))
    if block.printer:
        day = f"{blocks.chinese_date(block.printed_on)}印发" if block.printed_on else ""
        rows.append(
            Markup("<p><span>{}</span><span>{}</span></p>").format(shown(block.printer), day)
        )
    yield Markup('<footer class="paper-imprint">{}</footer>').format(Markup("").join(rows))


_MAKE: dict[type, Callable[[Any], Iterator[Markup]]] = {
    blocks.Letterhead: _letterhead,
    blocks.Title: _title,
    blocks.Addressee: _addressee,
    blocks.Heading: _heading,
    blocks.Paragraph: _paragraph,
    blocks.Fields: _fields,
    blocks.Table: _table,
    blocks.Merged: _merged,
    blocks.QrCode: _qrcode,
    blocks.Annex: _annex,
    blocks.Signature: _signature,
    blocks.Note: _note,
    blocks.Imprint: _imprint,
}
