"""What is wrong with a cell of a ledger: where it stands and a sentence that says the rule and the way out."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

_FORMULA = ("=", "+", "-", "@")
REVIEWS_SHEET = "复议诉讼"


@dataclass(frozen=True, order=True)
class Fault:
    """One fault. `sheet` is empty for the requests; `row` counts as the spreadsheet does (the names of columns are row 1)."""

    sheet: str
    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        column = f"“{self.column}”" if self.column else ""
        return f"{self.sheet}第{self.row}行{column}：{self.reason}"


def to_csv(faults: Iterable[Fault]) -> bytes:
    """The faults as a table for a spreadsheet; what came out of a file is no formula there."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("工作表", "行", "列", "原因"))
    for one in faults:
        column = f"'{one.column}" if one.column.startswith(_FORMULA) else one.column
        writer.writerow((one.sheet or "申请", one.row, column, one.reason))
    return out.getvalue().encode("utf-8-sig")
