"""The rows of the closed list of results (`outcomes`): article, row of the annual table, remedy kind, text of the answer.

It holds rows only; reading, filling and finding them is `outcomes`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from workflows import answer_facts as needs
from workflows.answer_facts import Fact
from workflows.vocabulary import Labelled


class AnswerKind(Labelled):
    """The six kinds of answer: the headings （一） to （六） of the annual table."""

    disclosed = "disclosed", "予以公开"
    partial = "partial", "部分公开"
    refused = "refused", "不予公开"
    unable = "unable", "无法提供"
    not_processed = "not_processed", "不予处理"
    other = "other", "其他处理"


@dataclass(frozen=True)
class Outcome:
    """One result. `rows` maps a format of the annual table to the row key it is counted in.

    `review_first`: 复议法23, refusals under 条例14, 条例15 and 条例16 only. `text` has one paragraph a line; a line is left
    out when its optional facts are all empty. An imported-only code knows its row and has no text. `alone` is asked only
    where the result is the whole answer, not the ground of a part. `releases`: something is given that was not public.
    """

    code: str
    label: str
    answer: AnswerKind
    basis: str
    rows: Mapping[str, str]
    review_first: bool = False
    imported_only: bool = False
    closes_as: Literal["answered", "terminated"] = "answered"
    requires: tuple[Fact, ...] = ()
    alone: tuple[Fact, ...] = ()
    releases: bool = False
    text: str = ""


def _rows(row: str, row_2019: str = "") -> Mapping[str, str]:
    return MappingProxyType({"2019": row_2019 or row, "2021": row})


def _other(row: str) -> Mapping[str, str]:
    # 60号 has one row for everything else, 30号 splits it in three.
    return _rows(row, "other_total")


_DISCLOSED = (
    Outcome(
        "A1",
        "已主动公开，告知方式、途径",
        AnswerKind.disclosed,
        "条例36(1)",
        _rows("disclosed"),
        requires=(needs.PUBLISHED_WAY, needs.PUBLISHED_AT),
        text="经审查，{subject}已经主动公开。根据{regulation}第三十六条第（一）项的规定，现将获取该政府信息的方式、途径告知如下：{published_way}，具体位置为{published_at}。",
    ),
    Outcome(
        "A2",
        "予以公开，提供或告知方式、途径、时间",
        AnswerKind.disclosed,
        "条例36(2)",
        _rows("disclosed"),
        requires=(needs.PROVIDED_BY, needs.ATTACHMENTS),
        releases=True,
        text="""经审查，{subject}可以公开。根据{regulation}第三十六条第（二）项的规定，本机关予以公开，提供方式、途径和时间为：{provided_by}。
提供的文件为：{attachments}。""",
    ),
    Outcome(
        "B",
        "部分公开",
        AnswerKind.partial,
        "条例37",
        _rows("partially_disclosed"),
        requires=(needs.OPEN_CONTENT, needs.PROVIDED_BY, needs.ATTACHMENTS, needs.REFUSED_CONTENT),
        releases=True,
        text="""经审查，{subject}中含有不能公开或者无法提供的内容，但能够作区分处理。根据{regulation}第三十六条第（二）项、第三十七条的规定，本机关对其中可以公开的内容（{open_content}）予以公开，提供方式、途径和时间为：{provided_by}。
提供的文件为：{attachments}。""",
    ),
)


def _refused(
    code: str, label: str, basis: str, *, row: str, requires: tuple[Fact, ...], text: str
) -> Outcome:
    return Outcome(
        code,
        label,
        AnswerKind.refused,
        basis,
        _rows(row),
        # 复议法23 with 法释〔2025〕8号: refusals under 条例14-16. reading: 条例36(7) (C8) is not one of them.
        review_first=code != "C8",
        requires=(*requires, needs.REASONS),
        # reading: 条例36(7) sends to another procedure, so there is nothing to separate.
        alone=needs.SEPARABILITY if code != "C8" else (),
        text=text
        + "\n该信息不能作区分处理：{separable_why}。" * (code != "C8")
        + "\n理由如下：{reasons}。",
    )


_REFUSED = (
    _refused(
        "C1",
        "属于国家秘密",
        "条例14",
        row="refused_state_secret",
        # The scope list that a secret rests on may itself be classified: the file keeps it, the paper does not print it.
        requires=(needs.SECRECY_BASIS,),
        text="经审查，{subject}属于依法确定的国家秘密。根据{regulation}第十四条、第三十六条第（三）项的规定，本机关决定不予公开。",
    ),
    _refused(
        "C2",
        "法律、行政法规禁止公开",
        "条例14",
        row="refused_law_forbids",
        requires=(needs.FORBIDDING_LAW,),
        text="经审查，{subject}属于{forbidding_law}禁止公开的政府信息。根据{regulation}第十四条、第三十六条第（三）项的规定，本机关决定不予公开。",
    ),
    _refused(
        "C3",
        "危及“三安全一稳定”",
        "条例14",
        row="refused_three_securities",
        requires=(needs.SECURITY_KIND,),
        text="经审查，{subject}公开后可能危及{security_kind}。根据{regulation}第十四条、第三十六条第（三）项的规定，本机关决定不予公开。",
    ),
    _refused(
        "C4",
        "保护第三方合法权益",
        "条例15",
        row="refused_third_party",
        requires=(needs.THIRD_PARTY_KIND, needs.THIRD_PARTY_OPINION),
        text="""经审查，{subject}涉及第三方的{third_party_kind}，公开会对第三方合法权益造成损害，且不存在不公开会对公共利益造成重大影响的情形。根据{regulation}第十五条、第三十二条、第三十六条第（三）项的规定，本机关决定不予公开。
征求意见情况：{third_party_opinion}。""",
    ),
    _refused(
        "C5",
        "属于三类内部事务信息",
        "条例16(1)",
        row="refused_internal_affairs",
        requires=(needs.INTERNAL_KIND,),
        text="经审查，{subject}属于行政机关{internal_kind}方面的内部事务信息。根据{regulation}第十六条第一款、第三十六条第（三）项的规定，本机关决定不予公开。",
    ),
    _refused(
        "C6",
        "属于四类过程性信息",
        "条例16(2)",
        row="refused_process_info",
        requires=(needs.PROCESS_KIND, needs.PROCESS_FORMED, needs.PUBLIC_RULE),
        text="""经审查，{subject}属于行政机关在履行行政管理职能过程中形成的{process_kind}，法律、法规、规章未规定该信息应当公开。根据{regulation}第十六条第二款、第三十六条第（三）项的规定，本机关决定不予公开。
该信息形成的时间和用途：{process_formed}。""",
    ),
    _refused(
        "C7",
        "属于行政执法案卷",
        "条例16(2)",
        row="refused_enforcement_file",
        requires=(needs.ENFORCEMENT_FILE, needs.PUBLIC_RULE),
        text="经审查，{subject}属于行政执法案卷信息（{enforcement_file}），法律、法规、规章未规定该信息应当公开。根据{regulation}第十六条第二款、第三十六条第（三）项的规定，本机关决定不予公开。",
    ),
    _refused(
        "C8",
        "属于行政查询事项",
        "条例36(7)",
        row="refused_admin_inquiry",
        requires=(needs.SPECIAL_RULES, needs.SPECIAL_CHANNEL),
        text="""经审查，{subject}属于工商、不动产登记资料等信息，{special_rules}对该信息的获取有特别规定。根据{regulation}第三十六条第（七）项的规定，请依照上述规定办理查询。
查询途径：{special_channel}。""",
    ),
)

_UNABLE = (
    Outcome(
        "D1a",
        "政府信息不存在",
        AnswerKind.unable,
        "条例36(4)",
        _rows("unable_not_held"),
        requires=(needs.SEARCH_STATEMENT,),
        text="""经检索查找，本机关没有制作或者获取、保存{subject}，该政府信息不存在。根据{regulation}第三十六条第（四）项的规定，特此告知。
检索查找情况：{search_statement}。""",
    ),
    Outcome(
        "D1b",
        "不属于本机关负责公开",
        AnswerKind.unable,
        "条例36(5)",
        _rows("unable_not_held"),
        requires=(needs.UNABLE_REASONS, needs.RESPONSIBLE_AGENCY, needs.RESPONSIBLE_CONTACT),
        text="""经审查，{subject}不属于本机关负责公开。根据{regulation}第十条、第三十六条第（五）项的规定，特此告知。
理由如下：{reasons}。
负责公开该政府信息的行政机关为{responsible_agency}，联系方式：{responsible_contact}，可以向该机关提出申请。""",
    ),
    Outcome(
        "D2",
        "没有现成信息需要另行制作",
        AnswerKind.unable,
        "条例38",
        _rows("unable_not_existing_needs_making"),
        requires=(needs.UNABLE_REASONS,),
        text="""经审查，本机关没有与{subject}对应的现成信息，提供该信息需要对现有政府信息进行加工、分析。根据{regulation}第三十八条的规定，本机关不予提供。
理由如下：{reasons}。""",
    ),
    Outcome(
        "D3",
        "补正后申请内容仍不明确",
        AnswerKind.unable,
        "条例30",
        _rows("unable_still_unclear"),
        requires=(needs.UNCLEAR_POINTS,),
        text="""{request}已经依照{regulation}第三十条的规定补正，补正后内容仍不明确，本机关无法据此确定所需的政府信息，无法提供。
仍不明确之处：{unclear_points}。
申请人可以按照上述说明，写明政府信息的名称、文号或者便于查询的其他特征性描述后另行提出申请。""",
    ),
)

_NOT_PROCESSED = (
    Outcome(
        "E1",
        "信访举报投诉类申请",
        AnswerKind.not_processed,
        "条例39(1)",
        _rows("not_processed_petition"),
        requires=(needs.UNABLE_REASONS, needs.PROPER_CHANNEL),
        text="""经审查，{request}是以政府信息公开申请的形式进行信访、投诉、举报等活动。根据{regulation}第三十九条第一款的规定，本机关不作为政府信息公开申请处理。
理由如下：{reasons}。
有关诉求可以通过下列渠道提出：{proper_channel}。""",
    ),
    Outcome(
        "E2",
        "重复申请",
        AnswerKind.not_processed,
        "条例36(6)",
        _rows("not_processed_repeat"),
        requires=(needs.EARLIER_REQUEST, needs.EARLIER_ANSWER),
        text="经审查，{request}为重复申请：申请人曾就相同政府信息提出申请（编号：{earlier_request_number}），本机关已经以{earlier_answer_number}作出答复。根据{regulation}第三十六条第（六）项的规定，本机关不予重复处理。",
    ),
    Outcome(
        "E3",
        "要求提供公开出版物",
        AnswerKind.not_processed,
        "条例39(2)",
        _rows("not_processed_publication"),
        requires=(needs.PUBLICATION, needs.PUBLICATION_SOURCE),
        text="""经审查，{request}要求提供的是公开出版物（{publication}）。根据{regulation}第三十九条第二款的规定，本机关不作为政府信息公开申请处理。
该出版物的获取途径：{publication_source}。""",
    ),
    Outcome(
        "E4",
        "无正当理由大量反复申请",
        AnswerKind.not_processed,
        "条例35",
        _rows("not_processed_mass"),
        requires=(needs.REQUEST_COUNTS, needs.REASONS_EXCHANGE),
        text="""经审查，申请人申请公开政府信息的数量、频次明显超过合理范围（{request_counts}），申请人未能说明合理理由。根据{regulation}第三十五条的规定，本机关不予处理。
说明理由情况：{reasons_exchange}。""",
    ),
    Outcome(
        "E5",
        "要求确认或重新出具已获取信息",
        AnswerKind.not_processed,
        # reading: no article of the 条例 names this case; the row of the annual table (60号, 30号) does.
        "60号",
        _rows("not_processed_reconfirm"),
        requires=(needs.HELD_SINCE, needs.UNABLE_REASONS),
        text="""经审查，{request}要求本机关对申请人已经获取的政府信息予以确认或者重新出具（{held_since}），并非申请获取政府信息，本机关不予处理。
理由如下：{reasons}。""",
    ),
)


def _terminated(
    code: str, label: str, basis: str, *, row: str, requires: tuple[Fact, ...], text: str
) -> Outcome:
    return Outcome(
        code,
        label,
        AnswerKind.other,
        basis,
        _other(row),
        closes_as="terminated",
        requires=requires,
        text=text,
    )


_OTHER = (
    _terminated(
        "F1",
        "逾期不补正，不再处理",
        "条例30",
        row="other_overdue_correction",
        requires=(needs.CORRECTION_SERVED_ON, needs.CORRECTION_LIMIT_ON),
        text="本机关已于{correction_served_on}送达补正告知书，补正期限于{correction_limit_on}届满，申请人无正当理由逾期未补正。根据{regulation}第三十条的规定，视为放弃申请，本机关不再处理该政府信息公开申请。",
    ),
    _terminated(
        "F2",
        "逾期不缴费，不再处理",
        "109号第6条",
        row="other_overdue_fee",
        requires=(needs.FEE_SERVED_ON, needs.FEE_LIMIT_ON),
        text="本机关已于{fee_served_on}送达信息处理费收费通知，缴费期限于{fee_limit_on}届满，申请人逾期未按通知要求缴纳费用。根据{regulation}第四十二条和《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，视为放弃申请，本机关不再处理该政府信息公开申请。",
    ),
    _terminated(
        "F3a",
        "撤回申请，终止办理",
        "条例45",
        row="other_other",
        requires=(needs.WITHDRAWN_ON,),
        text="申请人已于{withdrawn_on}书面撤回该政府信息公开申请，本机关终止办理。",
    ),
    Outcome(
        "F3b",
        "不属于政府信息",
        AnswerKind.other,
        "条例2",
        _other("other_other"),
        requires=(needs.NOT_INFORMATION_KIND, needs.UNABLE_REASONS),
        text="""经审查，所申请公开的内容属于{not_information_kind}，不属于{regulation}第二条规定的政府信息，本机关不作为政府信息公开申请处理。
理由如下：{reasons}。""",
    ),
    Outcome(
        "F3c",
        "已移交国家档案馆，按档案规定办理",
        AnswerKind.other,
        "档案法15",
        _other("other_other"),
        requires=(
            needs.ARCHIVE_NAME,
            needs.FORMED_ON,
            needs.TRANSFERRED_ON,
            needs.TRANSFER_LIMIT_ON,
        ),
        text="经审查，{subject}形成于{formed_on}，已于{transferred_on}移交国家档案馆（{archive_name}），档案移交期限已于{transfer_limit_on}届满。根据《中华人民共和国档案法》第十五条的规定，该信息的利用依照档案管理的有关规定办理，请向该档案馆提出利用申请。",
    ),
    _terminated(
        "F3d",
        "申请人死亡、终止",
        "条例45",
        row="other_other",
        requires=(needs.ENDED_ON, needs.ENDED_EVENT),
        text="因{ended_event}（{ended_on}），该政府信息公开申请终止办理。",
    ),
)

# Row labels of a ledger do not tell A1 from A2, D1a from D1b, or what stood behind 其他.
_IMPORTED = (
    Outcome(
        "A",
        "予以公开（导入）",
        AnswerKind.disclosed,
        "60号",
        _rows("disclosed"),
        imported_only=True,
    ),
    Outcome(
        "D1",
        "本机关不掌握相关政府信息（导入）",
        AnswerKind.unable,
        "60号",
        _rows("unable_not_held"),
        imported_only=True,
    ),
    Outcome(
        "F",
        "其他处理（导入）",
        AnswerKind.other,
        "60号",
        _other("other_other"),
        imported_only=True,
        # reading: most of what stands in this row was ended without an answer (撤回, 逾期).
        closes_as="terminated",
    ),
)

OUTCOMES: Mapping[str, Outcome] = MappingProxyType(
    {
        outcome.code: outcome
        for outcome in _DISCLOSED + _REFUSED + _UNABLE + _NOT_PROCESSED + _OTHER + _IMPORTED
    }
)
"""Every result by its code, in the order of the annual table; the imported-only ones last."""
