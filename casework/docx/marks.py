"""The names by which the parts of a draft are found again; a table and nothing else.

Names never change: drafts that are out with handlers bear them. Each locked part is a content control whose tag is its
name. The reasons are what stands between the two locked parts around them; a bookmark holds them too, because some
word processors drop the tags.
"""

from collections import Counter
from collections.abc import Iterator

from casework import blocks

REASONS = "casework-reasons"
REASONS_BOOKMARK = "casework_reasons"
PREFIX = "casework-"

_LABELS: dict[type, tuple[str, str]] = {
    blocks.Letterhead: ("letterhead", "发文机关标志和文号"),
    blocks.Title: ("title", "标题"),
    blocks.Addressee: ("addressee", "主送"),
    blocks.Heading: ("heading", "小标题"),
    blocks.Paragraph: ("paragraph", "正文段落"),
    blocks.Fields: ("fields", "表格"),
    blocks.Table: ("table", "表格"),
    blocks.Merged: ("merged", "表格"),
    blocks.QrCode: ("code", "二维码"),
    blocks.Annex: ("annex", "附件说明"),
    blocks.Signature: ("signature", "署名和日期"),
    blocks.Note: ("note", "附注"),
    blocks.Imprint: ("imprint", "版记"),
}


def named(paper: blocks.Paper) -> Iterator[tuple[str, str, tuple[blocks.Block, ...]]]:
    """Name, Chinese label and blocks of each part; the paragraphs of the reasons are one part, at their first place.

    Raises ValueError when the reasons stand in two places; a fault of the template.
    """
    counted: Counter[str] = Counter()
    reasons: list[blocks.Block] = []
    closed = False
    for block in paper.blocks:
        if isinstance(block, blocks.Paragraph) and block.reasons:
            if closed:
                raise ValueError("the reasons of a paper stand in one place")
            reasons.append(block)
            continue
        if reasons and not closed:
            closed = True
            yield REASONS, "理由", tuple(reasons)
        kind, label = _LABELS[type(block)]
        counted[kind] += 1
        number = counted[kind]
        yield (
            f"{PREFIX}{kind}-{number}",
            f"{label}（第{number}处）" if number > 1 else label,
            (block,),
        )
    if reasons and not closed:
        yield REASONS, "理由", tuple(reasons)
