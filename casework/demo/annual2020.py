"""What the district entered for its annual report of 2020: part two, words, and the figures of 2019 to compare with; no case.

Part two is the published one. Of 2019 the published report tells differences and shares; the totals follow from them, and their
spread over the columns is invented.
"""

from collections.abc import Mapping
from datetime import date

from casework.demo.units import ROOT
from casework.office import Office
from casework.services import annual_entries, annual_years
from casework.services.annual_years import YearKey
from casework.viewer import Moment, Viewer
from workflows.annual_grid import TOTAL, format_for
from workflows.annual_report import AnnualTable
from workflows.annual_text import Words
from workflows.vocabulary import ApplicantCategory

ENTERED = date(2021, 2, 1)
YEAR = 2020

_PART2 = {
    "regulation.made": "0", "regulation.opened": "0", "regulation.public": "0",
    "document.made": "9", "document.opened": "9", "document.public": "63",
    "licence.before": "1444", "licence.change": "-1253", "licence.decided": "261026",
    "other_service.before": "20", "other_service.change": "26", "other_service.decided": "2125500",
    "penalty.before": "1323", "penalty.change": "193", "penalty.decided": "1883",
    "coercion.before": "81", "coercion.change": "-4", "coercion.decided": "5063",
    "fee.before": "14", "fee.change": "18",
    "procurement.projects": "10", "procurement.amount": "184249.5",
}  # fmt: skip
_ROWS_2019 = {
    "new_received": 222,
    "disclosed": 88,
    "partially_disclosed": 10,
    "refused_third_party": 1,
    "unable_not_held": 114,
    "not_processed_petition": 3,
    "other_total": 6,
    TOTAL: 222,
    "carried_forward": 4,
}
_REVIEWS_2019 = {
    "reconsideration": {"upheld": 8, "corrected": 12, "other": 1, "pending": 0},
    "litigation_direct": {"upheld": 53, "corrected": 18, "other": 19, "pending": 17},
    "litigation_after_reconsideration": {"upheld": 0, "corrected": 0, "other": 0, "pending": 0},
}
_WORDS = {
    "proactive": Words(
        before="坚持把区政府网站作为政务公开第一平台，加强权力配置、行政决策、政策文件和重点领域信息公开。"
    ),
    "management": Words(
        before="规范设置政府信息公开专栏，编制并公布区级和各单位的主动公开基本目录。"
    ),
    "platform": Words(
        before="政府网站制作专题网页，上线“云搜索服务”，政务新媒体的互动回应纳入政府网站统一管理。"
    ),
    "oversight": Words(
        before="将政务公开纳入考核，日常抽测与每月通报相结合，逾期未整改的全区通报；全年业务培训180余人次。"
    ),
    "problems": Words(
        before="存在的主要问题：一是队伍建设有待加强；二是政府信息公开质量有待提高；三是主动公开意识有待增强。\n"
        "改进情况：加快网站改版升级，提高政务新媒体监管水平，加大业务培训，强化监督考核，加强依申请公开工作。"
    ),
}


def enter(office: Office, viewer: Viewer) -> None:
    """Enter it all on its day."""
    moment = Moment.on(ENTERED, hour=0)
    group = YearKey(ROOT, YEAR, rollup=True)
    annual_entries.enter_part2(office, YearKey(ROOT, YEAR), _PART2, viewer=viewer, moment=moment)
    annual_years.enter_published(
        office,
        YearKey(ROOT, YEAR - 1, rollup=True),
        _table_2019(),
        source=f"{YEAR}年度报告中与上年的比较",
        viewer=viewer,
        moment=moment,
    )
    annual_entries.enter_words(office, group, _WORDS, viewer=viewer, moment=moment)


def _table_2019() -> AnnualTable:
    used = format_for(YEAR - 1)
    part3 = {row: _line(_ROWS_2019.get(row, 0)) for row in used.row_keys}
    part4 = {kind: {**line, TOTAL: sum(line.values())} for kind, line in _REVIEWS_2019.items()}
    return AnnualTable(
        ROOT, "临沂市兰山区人民政府", YEAR - 1, used, part3, part4, (), "", rollup=True
    )  # fmt: skip


def _line(total: int) -> Mapping[str, int]:
    columns = {category.value: 0 for category in ApplicantCategory}
    return {**columns, ApplicantCategory.natural.value: total, TOTAL: total}
