"""What is asked and what is answered in the demonstration: plain texts by topic and by result; it decides no result."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework.demo.units import DemoUnit
from workflows.topics import OTHER

_ASKED: Mapping[str, tuple[str, ...]] = {
    "土地征收": (
        "{village}{year}年征收集体土地的批准文件（含批准文号和勘测定界图）",
        "{village}土地征收公告及张贴公示的照片、影像资料",
        "{village}征地补偿安置方案和听证记录",
        "{village}征地补偿款的拨付凭证和分户发放明细",
        "{village}地块土地现状调查结果确认表",
    ),
    "房屋补偿": (
        "{estate}片区房屋征收决定和征收补偿安置方案",
        "{estate}片区房屋征收评估机构的选定材料",
        "{estate}片区被征收房屋分户补偿情况公示表",
        "{estate}片区安置房的建设工程规划许可和竣工验收备案材料",
        "{estate}片区停产停业损失补偿标准的制定依据",
    ),
    "财政": (
        "{year}年度{village}美丽乡村建设专项资金的使用明细",
        "{year}年度{village}农村危房改造补助资金的拨付文件",
        "{year}年度{village}一事一议财政奖补项目的申报和验收材料",
        "{village}道路硬化工程的招标投标文件和结算审计报告",
    ),
    "民事纠纷": (
        "{village}与相邻村土地权属争议的调处意见",
        "{year}年{village}村民宅基地审批和界址材料",
        "{estate}物业服务企业备案和前期物业服务合同",
        "{estate}供暖管网改造工程的施工许可和验收材料",
    ),
}
# What leads to these results is asked in other words than usual, and may be about something else.
_ASKED_FOR: Mapping[str, str] = {
    "C2": "{year}年住户收支与生活状况调查{village}调查户的原始登记表",
    "C4": "{estate}片区被征收人的补偿协议（含姓名、住址和银行账户）",
    "C5": "贵机关{year}年内部考勤、办公用品领用和工作流程的审批记录",
    "C6": "{village}征地补偿方案论证会议的讨论记录",
    "C8": "{estate}3号楼各户的不动产登记资料",
    "D2": "近三年全区各镇街房屋征收户数、面积的逐月对比统计表",
    "E1": "请依法查处{village}征地补偿中的违规人员，并将处理结果书面告知本人",
    "E3": "《兰山年鉴》（{year}年卷）全书",
    "F3b": "请解释{village}征地补偿政策应当如何理解、何时能够兑现",
}
_ABOUT: Mapping[str, str] = {
    "C2": OTHER,
    "C4": "房屋补偿",
    "C5": OTHER,
    "C6": "土地征收",
    "C8": "民事纠纷",
    "D2": "房屋补偿",
    "E1": "土地征收",
    "E3": OTHER,
    "F3b": "土地征收",
}
_VILLAGES = ("示范河村", "样板庄村", "模拟岭村", "演示桥村", "范例湾村", "演示集村", "范例坡村")
_ESTATES = ("示范家园", "样板新城", "模拟花园", "演示小区", "范例苑")


def asked(unit: DemoUnit, n: int, *, year: int, outcome: str = "") -> str:
    """What the n-th request asks of a unit in a year; `outcome` where the result needs a fitting question."""
    topics = unit.topics.split()
    texts = _ASKED[topics[n % len(topics)]]
    text = _ASKED_FOR.get(outcome) or texts[(n // len(topics)) % len(texts)]
    return text.format(
        village=_VILLAGES[(n * 3) % len(_VILLAGES)],
        estate=_ESTATES[(n * 3) % len(_ESTATES)],
        year=year - 1 - n % 3,
    )


def topic(unit: DemoUnit, n: int, *, outcome: str = "") -> str:
    """What that request is about, in a word of the list that offices begin with."""
    topics = unit.topics.split()
    return _ABOUT.get(outcome) or topics[n % len(topics)]


@dataclass(frozen=True)
class Matter:
    """What an answer is about: the text asked, the answering unit's name, and how a consulted third party spoke."""

    item: str
    unit: str
    opinion: str = "refuse"


@dataclass(frozen=True)
class Answer:
    """The fields of a draft: the result, its ground, and what the answer must state."""

    outcome: str
    facts: Mapping[str, str]
    ground: str = ""

    def data(self) -> dict[str, str]:
        """As the act of drafting takes it."""
        given = {f"fact_{key}": value for key, value in self.facts.items()}
        ground = {"ground": self.ground} if self.ground else {}
        return {"outcome": self.outcome, **ground, **given}


def answer(outcome: str, n: int, *, matter: Matter, ground: str = "") -> Answer:
    """The n-th answer of that result to what was asked."""
    if outcome == "B":
        return Answer("B", {**_PARTIAL, **_FACTS[ground](n, matter)}, ground)
    whole = _WHOLE if outcome in ("C2", "C4", "C5", "C6") else {}
    return Answer(outcome, {**_FACTS[outcome](n, matter), **whole})


_WHOLE: Mapping[str, str] = {
    "separable": "no",
    "separable_why": "去除不公开的内容后，只剩标题和落款，没有可以单独提供的内容",
}
SECRECY_REVIEW = "未标注密级，不涉及国家秘密、工作秘密；已对照区分处理意见逐项审查"


def search_record(year: int) -> Mapping[str, Any]:
    """What the record of an unsuccessful search states, for a search of that year."""
    return {
        "systems": "电子公文系统、收文和发文登记簿、档案室文书档案目录",
        "keywords": "项目名称、村居名称、文件名称",
        "span_from": f"{year - 10}-01-01",
        "span_to": f"{year - 1}-12-31",
        "units_asked": "原经办科室、档案室管理人员",
        "searcher": "承办人员",
        "result": "none",
    }


_COLUMNS = (
    (("片区", "物业"), "房屋征收与补偿"),
    (("征收", "征地", "地块", "宅基地"), "征地信息公开平台"),
    (("资金", "财政", "审计"), "财政资金"),
)


def _published(n: int, matter: Matter) -> Mapping[str, str]:
    fitting = (name for words, name in _COLUMNS if any(word in matter.item for word in words))
    column = next(fitting, "重点领域信息公开")
    return {
        "published_way": "区政府门户网站公开",
        "published_at": f"区政府门户网站“政府信息公开”专栏“{column}”栏目，可按文件名称检索",
    }


def _provided(n: int, matter: Matter) -> Mapping[str, str]:
    return {
        "provided_by": ("以纸质复印件形式随本答复书提供", "按照申请人要求的方式提供电子文本")[
            n % 2
        ],
        "attachments": f"{matter.item}，共{2 + n % 15}页",
    }


_PARTIAL: Mapping[str, str] = {
    "open_content": "文件正文、汇总表和公示材料",
    "provided_by": "以纸质复印件形式随本答复书提供",
    "attachments": "去除不公开内容后的复印件",
    "refused_content": "分户明细和有关附件",
}


def _law(n: int, matter: Matter) -> Mapping[str, str]:
    return {
        "forbidding_law": "《中华人民共和国统计法》第二十五条（统计调查中获得的能够识别单个统计调查对象身份的资料）",
        "reasons": "申请的是住户调查的原始登记资料，能够识别单个统计调查对象，法律规定任何单位和个人不得对外提供",
    }


_OPINIONS: Mapping[str, str] = {
    "refuse": "已书面征求第三方意见，第三方书面答复不同意公开，理由为涉及其家庭住址、账户和经营数据",
    "partial": "已书面征求第三方意见，第三方同意公开面积和标准，不同意公开其家庭住址、账户和经营数据",
    "silent": "已书面征求第三方意见，第三方在十五个工作日内未答复，由本机关依照条例决定",
}


def _third_party(n: int, matter: Matter) -> Mapping[str, str]:
    return {
        "third_party_kind": ("privacy", "trade_secret")[n % 2],
        "third_party_opinion": _OPINIONS[matter.opinion],
        "reasons": "该部分内容记载第三方的身份、账户和经营信息，公开后将损害其合法权益，不公开不会对公共利益造成重大影响",
    }


def _internal(n: int, matter: Matter) -> Mapping[str, str]:
    return {
        "internal_kind": ("personnel", "workflow", "logistics")[n % 3],
        "reasons": "该信息只用于本机关内部管理，对外不产生直接影响",
    }


def _process(n: int, matter: Matter) -> Mapping[str, str]:
    return {
        "process_kind": ("discussion", "report", "draft")[n % 3],
        "process_formed": "形成于方案论证期间，用于内部研究讨论",
        "public_rule": "none",
        "reasons": "该信息形成于决策作出之前，属于讨论和请示过程中的材料，不是最终决定",
    }


def _special(n: int, matter: Matter) -> Mapping[str, str]:
    return {
        "special_rules": "《不动产登记暂行条例》第二十七条",
        "special_channel": "不动产登记机构查询窗口",
        "reasons": "申请的是他人不动产登记资料，法规对查询主体和程序有特别规定",
    }


_SEARCHES = (
    "经检索本机关档案室{span}的文书档案目录和电子公文系统，使用项目名称、村居名称为关键词，并询问业务科室经办人员，未查找到",
    "查阅本机关{span}的收文、发文登记簿和会议纪要目录，并向下属单位书面核实，未发现制作或者保存该信息",
    "在政府网站后台、业务系统和档案室逐项查找{span}的相关案卷，查找人员和时间已记录在案，均无该信息",
    "经向原经办科室和档案管理人员核实，该项目未实施到形成该信息的阶段，检索{span}的档案目录也无记载",
)


def _not_existing(n: int, matter: Matter) -> Mapping[str, str]:
    span = ("2015年至2019年", "2010年至2020年", "近五年")[n % 3]
    return {"search_statement": _SEARCHES[n % len(_SEARCHES)].format(span=span)}


_GOVERNMENT = "临沂市兰山区人民政府"
# Words of the question, why it is not ours, and whose it is; the first one that is not the asked unit itself.
_ELSEWHERE: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("征收集体土地", "土地征收", "征地", "地块", "权属", "宅基地"),
        "土地的征收报批、调查和权属材料由自然资源主管部门制作和保存，不由本机关制作或者最初获取",
        "临沂市兰山区自然资源局",
    ),
    (
        ("片区", "物业", "供暖"),
        "该信息由住房和城乡建设主管部门在房屋征收和行业管理中制作、保存，依照条例第十条由制作机关负责公开",
        "临沂市兰山区住房和城乡建设局",
    ),
    (
        ("资金", "财政", "审计", "招标"),
        "该资金由财政部门拨付并保存有关材料，本机关没有该项职责",
        "临沂市兰山区财政局",
    ),
    (
        ("",),
        "该事项由区人民政府决定并组织实施，有关文件由其制作和保存，本机关只承担配合工作",
        _GOVERNMENT,
    ),
)


def _not_ours(n: int, matter: Matter) -> Mapping[str, str]:
    reasons, agency = next(
        (reasons, agency)
        for words, reasons, agency in _ELSEWHERE
        if agency != matter.unit and any(word in matter.item for word in words)
    )
    return {
        "reasons": reasons,
        "responsible_agency": agency,
        "responsible_contact": "该机关政府信息公开工作机构，电话0539-0000000",
    }


def _needs_making(n: int, matter: Matter) -> Mapping[str, str]:
    return {"reasons": "本机关没有按申请人要求的口径汇总的数据，提供该信息需要重新统计和分析"}


def _petition(n: int, matter: Matter) -> Mapping[str, str]:
    return {
        "reasons": "申请内容为反映征收补偿不公并要求查处有关人员，实质是信访投诉",
        "proper_channel": "临沂市兰山区信访局接待室，电话0539-0000029",
    }


def _publication(n: int, matter: Matter) -> Mapping[str, str]:
    return {"publication": "《兰山年鉴》", "publication_source": "区图书馆地方文献室"}


def _mass(n: int, matter: Matter) -> Mapping[str, str]:
    return {
        "request_counts": "近三个月内就同一项目提出申请36件，内容基本相同",
        "reasons_exchange": "已书面告知申请人说明理由，申请人未说明与前次申请的区别",
    }


def _not_information(n: int, matter: Matter) -> Mapping[str, str]:
    return {
        "not_information_kind": "consultation",
        "reasons": "申请内容为询问补偿政策如何理解、何时兑现，属于咨询，不指向以一定形式记录、保存的信息",
    }


_FACTS = {
    "A1": _published,
    "A2": _provided,
    "C2": _law,
    "C4": _third_party,
    "C5": _internal,
    "C6": _process,
    "C8": _special,
    "D1a": _not_existing,
    "D1b": _not_ours,
    "D2": _needs_making,
    "E1": _petition,
    "E3": _publication,
    "E4": _mass,
    "F3b": _not_information,
}
