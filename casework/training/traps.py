"""The traps of the invented year: each a paper that invites a wrong count, with the right one and its provision.

Names are letters, so that nobody is meant. A trap is a function of the kind of applicant; where it counts follows from dates and results.
"""

from collections.abc import Callable
from datetime import date

from casework.training.dossier import Cell, Dossier, Request, trapped
from workflows.annual_grid import format_for

YEAR = 2023
FORMAT = format_for(YEAR)
APPLICANTS = {
    "natural": "居民甲",
    "business": "某建材有限公司",
    "research": "某大学",
    "public_welfare": "某慈善基金会",
    "legal_service": "某律师事务所（以本所名义）",
    "other": "某村村民委员会",
}
Trap = Callable[[str], Dossier]


def in_year(month: int, day: int, year: int = YEAR) -> date:
    return date(year, month, day)


def _cells(
    category: str, received: date, closed: date | None = None, code: str = ""
) -> tuple[Cell, ...]:
    return Request(category, received, closed, code).cells(YEAR, FORMAT)


def letter_over_the_year(category: str) -> Dossier:
    who = APPLICANTS[category]
    return trapped(
        f"{who}的平信 2023 年 12 月 29 日到达。2024 年 1 月 3 日才联系上申请人，双方确认；1 月 12 日答复予以公开。",
        (),
        tempting=_cells(category, in_year(12, 29)),
        trap="平信以双方确认之日为收到申请之日",
        why="收到申请之日是 2024 年 1 月 3 日，2023 年的表中没有它。",
        basis="条例31",
    )


def answered_in_january(category: str) -> Dossier:
    who = APPLICANTS[category]
    return trapped(
        f"{who}的申请 2023 年 12 月 20 日当面提交；2024 年 1 月 9 日答复信息不存在。",
        _cells(category, in_year(12, 20), in_year(1, 9, 2024), "D1a"),
        tempting=(("new_received", category), ("unable_not_held", category)),
        trap="办理结果按办结的年度计",
        why="2023 年计入新收和结转下年度，结果计入 2024 年的表。",
        basis="30号",
    )


def carried_in(category: str) -> Dossier:
    who = APPLICANTS[category]
    return trapped(
        f"{who}的申请 2022 年 12 月 15 日收到，年底没有办结；2023 年 1 月 10 日答复部分公开。",
        _cells(category, in_year(12, 15, 2022), in_year(1, 10), "B"),
        tempting=(("new_received", category), ("partially_disclosed", category)),
        trap="上年收到的不是本年新收",
        why="计入上年结转；结果计入 2023 年。",
        basis="30号",
    )


def closed_last_year(category: str) -> Dossier:
    who = APPLICANTS[category]
    return trapped(
        f"{who}的申请 2022 年 11 月收到，12 月 30 日答复；邮件 2023 年 1 月 4 日签收。",
        (),
        tempting=(("carried_in", category), ("disclosed", category)),
        trap="邮寄的以交邮之日为答复之日",
        why="12 月 30 日已经交邮，2022 年办结，不再结转。",
        basis="235号",
    )


def partly(category: str) -> Dossier:
    who = APPLICANTS[category]
    return trapped(
        f"{who} 5 月申请一份调查材料；6 月答复：其中的个人隐私不予公开，其余公开。",
        _cells(category, in_year(5, 8), in_year(6, 2), "B"),
        tempting=(
            ("new_received", category),
            ("partially_disclosed", category),
            ("refused_third_party", category),
        ),
        trap="区分处理的只计部分公开",
        why="一件申请只有一个结果；部分公开的，不再计入不予公开的依据。",
        basis="条例37",
    )


def three_items(category: str) -> Dossier:
    who = APPLICANTS[category]
    return trapped(
        f"{who} 3 月一封信申请三份规划文件，登记一个编号；4 月一并答复予以公开。",
        _cells(category, in_year(3, 6), in_year(4, 3), "A2"),
        tempting=(),
        trap="一件申请几项内容",
        why="按件计，不按项计：新收 1，予以公开 1。",
        basis="30号",
    )


def overdue_correction(category: str) -> Dossier:
    who = APPLICANTS[category]
    return trapped(
        f"{who} 7 月的申请内容不明，告知补正；期限届满没有补正，8 月不再处理。",
        _cells(category, in_year(7, 3), in_year(8, 7), "F1"),
        tempting=(("new_received", category), ("unable_still_unclear", category)),
        trap="逾期不补正与补正后仍不明确不同",
        why="没有补正的计入其他处理第 1 项；补正了仍不明确的才计入无法提供第 3 项。",
        basis="条例30",
    )


def withdrawn(category: str) -> Dossier:
    who = APPLICANTS[category]
    return trapped(
        f"{who} 9 月 4 日申请，9 月 11 日书面撤回。",
        _cells(category, in_year(9, 4), in_year(9, 11), "F3a"),
        tempting=(),
        trap="撤回的也要计入",
        why="收到过就是新收，撤回是一种办结，计入其他处理第 3 项。",
        basis="30号",
    )


def registered_twice(category: str) -> Dossier:
    who = APPLICANTS[category]
    return trapped(
        f"{who} 10 月 9 日的一封信，两个窗口各登记了一个编号；一个作废，另一个 10 月 20 日答复已主动公开。",
        _cells(category, in_year(10, 9), in_year(10, 20), "A1"),
        tempting=(
            ("new_received", category),
            ("disclosed", category),
            ("not_processed_repeat", category),
        ),
        trap="重复登记的作废，不是重复申请",
        why="作废的编号哪里都不计；重复申请是申请人自己又申请了一次。",
        basis="条例36",
    )


def land_register(category: str) -> Dossier:
    who = APPLICANTS[category]
    return trapped(
        f"{who} 4 月申请某处房屋的不动产登记资料；答复：依不动产登记的规定办理查询。",
        _cells(category, in_year(4, 10), in_year(4, 24), "C8"),
        tempting=(("new_received", category), ("unable_not_held", category)),
        trap="行政查询事项在不予公开之下",
        why="表中列在（三）不予公开第 8 项，不是无法提供。",
        basis="条例36",
    )


def another_agency(category: str) -> Dossier:
    who = APPLICANTS[category]
    return trapped(
        f"{who} 2 月申请市里某局制作的批复；答复：不属于本机关负责公开，告知了该局的联系方式。",
        _cells(category, in_year(2, 6), in_year(2, 20), "D1b"),
        tempting=(),
        trap="不属于本机关负责公开的也计结果",
        why="计入（四）无法提供第 1 项“本机关不掌握相关政府信息”。",
        basis="条例36",
    )


def redone(category: str) -> Dossier:
    who = APPLICANTS[category]
    return trapped(
        f"{who}的申请 2022 年 9 月收到、10 月答复不予公开；2023 年 3 月复议撤销，4 月重新答复予以公开。"
        "（该复议 2022 年 12 月受理，2023 年 3 月审结。）",
        (("reconsideration", "corrected"),),
        tempting=(("disclosed", category), ("reconsideration", "corrected")),
        trap="重新办理不再计一次",
        why="申请的结果按首次办结计在 2022 年；复议结果纠正计在审结的 2023 年。",
        basis="30号",
    )


def lawyer_for_a_client(category: str) -> Dossier:
    del category  # the whole point is who the applicant is
    return trapped(
        "律师乙持授权委托书，代理居民丙 6 月申请征地补偿方案；7 月答复予以公开。",
        _cells("natural", in_year(6, 5), in_year(7, 3), "A2"),
        tempting=(("new_received", "legal_service"), ("disclosed", "legal_service")),
        trap="律师代理的，当事人是申请人",
        why="申请人是居民丙，计入自然人。",
        basis="条例29",
    )


def sole_trader(category: str) -> Dossier:
    del category
    return trapped(
        "个体工商户“丁记小吃店”以店的名义 8 月申请卫生检查记录；8 月答复予以公开。",
        _cells("business", in_year(8, 1), in_year(8, 22), "A2"),
        tempting=(("new_received", "natural"), ("disclosed", "natural")),
        trap="个体工商户是商业企业",
        why="以字号申请的个体工商户计入商业企业。",
        basis="条例29",
    )


def joint_applicants(category: str) -> Dossier:
    del category
    return trapped(
        "居民三人共同在一份申请上签名，11 月 6 日当面提交；11 月 24 日答复信息不存在。",
        _cells("natural", in_year(11, 6), in_year(11, 24), "D1a"),
        tempting=(),
        trap="几个人一份申请是一件",
        why="共同申请按一件计：新收 1，本机关不掌握 1。",
        basis="30号",
    )


def complaint(category: str) -> Dossier:
    who = APPLICANTS[category]
    return trapped(
        f"{who} 5 月在申请表上要求查处邻居违建；答复：不作为政府信息公开申请处理，告知举报渠道。",
        _cells(category, in_year(5, 15), in_year(5, 26), "E1"),
        tempting=(),
        trap="不作为申请处理的也要计",
        why="计入新收，结果计入（五）不予处理第 1 项。",
        basis="条例39",
    )


def inquiry(category: str) -> Dossier:
    del category
    return trapped(
        "6 月市政府办公室来《协助调查函》一件，请查找某份文件；7 月复函。",
        (),
        tempting=(("new_received", "other"), ("disclosed", "other")),
        trap="协助调查函不是申请",
        why="上级机关的协助调查函另行统计。",
        basis="条例27",
    )


def own_record(category: str) -> Dossier:
    del category
    return trapped(
        "居民戊 9 月要求更正本机关记录中自己的出生日期；核实后已更正。",
        (),
        tempting=(("new_received", "natural"), ("other_other", "natural")),
        trap="更正申请不是公开申请",
        why="条例第四十一条的更正申请不计入本表。",
        basis="条例41",
    )


def review_pending(category: str) -> Dossier:
    del category
    return trapped(
        "就本机关一件答复提起的复议 2023 年 11 月受理，2024 年 1 月决定维持。",
        (("reconsideration", "pending"),),
        tempting=(("reconsideration", "upheld"),),
        trap="年底没有审结的计尚未审结",
        why="2023 年计入尚未审结，结果计入 2024 年。",
        basis="30号",
    )


def review_withdrawn(category: str) -> Dossier:
    del category
    return trapped(
        "就本机关一件答复提起的复议 2023 年 4 月受理，5 月申请人撤回。",
        (("reconsideration", "other"),),
        tempting=(),
        trap="撤回的复议计其他结果",
        why="撤回、终止、驳回的都是其他结果，不是维持，也不能不计。",
        basis="30号",
    )


def found_unlawful(category: str) -> Dossier:
    del category
    return trapped(
        "未经复议直接起诉本机关的一件案件，2023 年 8 月判决确认逾期答复违法，已生效。",
        (("litigation_direct", "corrected"),),
        tempting=(("litigation_direct", "other"),),
        trap="确认违法是结果纠正",
        why="撤销、变更、确认违法、责令履行都是结果纠正。",
        basis="30号",
    )


def joint_defendant(category: str) -> Dossier:
    del category
    return trapped(
        "本机关作为复议机关，与下级某局在一件诉讼中作共同被告；2023 年 10 月判决维持。",
        (),
        tempting=(("litigation_after_reconsideration", "upheld"),),
        trap="共同被告的由原行为机关统计",
        why="由作出答复的某局计一次，复议机关不计。",
        basis="201号",
    )


TRAPS: tuple[Trap, ...] = (
    letter_over_the_year,
    answered_in_january,
    carried_in,
    closed_last_year,
    partly,
    three_items,
    overdue_correction,
    withdrawn,
    registered_twice,
    land_register,
    another_agency,
    redone,
    lawyer_for_a_client,
    sole_trader,
    joint_applicants,
    complaint,
    inquiry,
    own_record,
    review_pending,
    review_withdrawn,
    found_unlawful,
    joint_defendant,
)
