"""The look of whole papers as golden files: every line with its place, so that a change shows in review as a diff.

After a wanted change: `python tests/pdf/test_golden.py` writes the files anew.
"""

from pathlib import Path

import pytest
from papers import answer, everything, read, receipt, spots

from casework.blocks import Paper
from casework.pdf import render

GOLDEN = Path(__file__).parent.parent / "golden" / "pdf"
PAPERS = {
    "answer": answer(),
    "letter": answer(letter=True, seal=False),
    "receipt": receipt(),
    "everything": everything(),
}


def placed(paper: Paper) -> str:
    """Page, millimetres from the left and from the top, and text of every line."""
    data = render(paper)
    rows = [
        f"{page + 1} {x:7.2f} {y:7.2f} {text.strip()}"
        for page in range(len(read(data).pages))
        for text, x, y in spots(data, page)
    ]
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("name", PAPERS)
def test_lines_stand_where_they_stood(name: str) -> None:
    assert placed(PAPERS[name]) == (GOLDEN / f"{name}.txt").read_text("utf-8")


if __name__ == "__main__":
    for name, paper in PAPERS.items():
        (GOLDEN / f"{name}.txt").write_text(placed(paper), "utf-8")
