"""Which unit a filed report says it is of, before anything else of it is believed."""

from casework.annual_filing.book import unit_of_form
from casework.annual_filing.content import Fault
from casework.annual_filing.kinds import is_workbook, refusal
from casework.annual_filing.signed import unsigned


def unit_in(data: bytes) -> str | Fault:
    """The code of the unit in a form or a signed file, or why there is none."""
    wrong = refusal(data)
    if wrong is not None:
        return wrong
    if is_workbook(data):
        return unit_of_form(data)
    signed = unsigned(data)
    if isinstance(signed, Fault):
        return signed
    code = signed.report.get("unit")
    if isinstance(code, str) and code:
        return code
    return Fault("report.unit", "没有单位代码；请用“导出报送文件”重新导出。")
