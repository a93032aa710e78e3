"""What is wrong with a cell of a ledger: where it stands and a sentence that says the rule and the way out."""

from dataclasses import dataclass

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
