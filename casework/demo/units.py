"""The answering units of the demonstration: one district, 41 departments, 12 townships and streets; it must not load them.

The names are those of public bodies; marks, addresses and telephone numbers are invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from casework.services.units import UnitForm
from workflows.signatories import Signatory
from workflows.vocabulary import Channel

ROOT = "lanshan"
MARK = "demonstration"
Kind = Literal["government", "department", "branch", "justice", "tax", "committee", "town"]

_ONLINE = "https://xzfy.lanshan.example"
_CITY = {"name": "临沂市人民政府", "address": "临沂市北城新区示范大道1号"}
_DISTRICT = {"name": "临沂市兰山区人民政府", "address": "临沂市兰山区示范路1号"}
_COURT = {"name": "临沂市兰山区人民法院", "address": "临沂市兰山区示范路99号"}
_CITY_COURT = {"name": "临沂市中级人民法院", "address": "临沂市北城新区示范大道9号"}
_OLD = {"until": "2023-12-31"}  # 复议法 of 2017
_NEW = {"since": "2024-01-01"}  # 复议法24 (revision of 2023)


@dataclass(frozen=True)
class DemoUnit:
    """One unit. `above` is the city's department over it; `topics` what it is usually asked for; `received` its share of 2020."""

    code: str
    name: str
    mark: str
    kind: Kind = "department"
    above: str = ""
    topics: str = "财政"
    received: int = 0

    @property
    def duty(self) -> str:
        """What it is named for, as a directory says it; nothing where the name tells a place."""
        if self.kind in ("government", "town", "committee"):
            return ""
        place = self.name.removeprefix("国家税务总局").removeprefix("临沂市").removeprefix("兰山区")
        return place.removesuffix("兰山分局").removesuffix("局").removesuffix("中心")


def _department(
    code: str, name: str, mark: str, *, above: str = "", topics: str = "财政", received: int = 0
) -> DemoUnit:
    over = f"临沂市{above or name.removeprefix('临沂市兰山区')}"
    return DemoUnit(code, name, mark, "department", over, topics, received)


def _branch(
    code: str, name: str, mark: str, *, above: str, topics: str = "财政", received: int = 0
) -> DemoUnit:
    return DemoUnit(code, name, mark, "branch", above, topics, received)


def _town(code: str, name: str, mark: str, received: int) -> DemoUnit:
    topics = "土地征收 房屋补偿 民事纠纷 财政"
    return DemoUnit(code, f"临沂市兰山区{name}", mark, "town", "", topics, received)


GOVERNMENT = DemoUnit(
    ROOT,
    "临沂市兰山区人民政府",
    "临兰政",
    "government",
    topics="土地征收 房屋补偿 财政 民事纠纷",
    received=62,
)

# fmt: off
DEPARTMENTS: tuple[DemoUnit, ...] = (
    _department("qzfb", "临沂市兰山区人民政府办公室", "临兰政办", above="人民政府办公室"),
    _department("fagai", "临沂市兰山区发展和改革局", "临兰发改", above="发展和改革委员会", received=4),
    _department("jiaoti", "临沂市兰山区教育和体育局", "临兰教体", above="教育局", topics="财政 民事纠纷", received=5),
    _department("keji", "临沂市兰山区科学技术局", "临兰科"),
    _department("gongxin", "临沂市兰山区工业和信息化局", "临兰工信"),
    _branch("gongan", "临沂市公安局兰山分局", "临兰公", above="临沂市公安局", topics="民事纠纷", received=3),
    _department("minzheng", "临沂市兰山区民政局", "临兰民", topics="民事纠纷 财政", received=2),
    DemoUnit("sifa", "临沂市兰山区司法局", "临兰司", "justice", "临沂市司法局", "民事纠纷"),
    _department("caizheng", "临沂市兰山区财政局", "临兰财", received=7),
    _department("renshe", "临沂市兰山区人力资源和社会保障局", "临兰人社", topics="财政 民事纠纷", received=4),
    _department("ziran", "临沂市兰山区自然资源局", "临兰自然资", above="自然资源和规划局", topics="土地征收 民事纠纷", received=20),
    _department("zhujian", "临沂市兰山区住房和城乡建设局", "临兰住建", topics="房屋补偿 民事纠纷", received=24),
    _branch("jiaotong", "临沂市交通运输局兰山分局", "临兰交", above="临沂市交通运输局", received=1),
    _department("shuiwu", "临沂市兰山区水务局", "临兰水", above="水利局", received=2),
    _department("nongye", "临沂市兰山区农业农村局", "临兰农", topics="土地征收 财政", received=7),
    _department("shangwu", "临沂市兰山区商务局", "临兰商"),
    _department("wenlv", "临沂市兰山区文化和旅游局", "临兰文旅"),
    _department("weijian", "临沂市兰山区卫生健康局", "临兰卫", above="卫生健康委员会", topics="财政 民事纠纷", received=2),
    _department("tuiyi", "临沂市兰山区退役军人事务局", "临兰退役"),
    _department("yingji", "临沂市兰山区应急管理局", "临兰应急"),
    _department("shenji", "临沂市兰山区审计局", "临兰审"),
    _department("shichang", "临沂市兰山区市场监督管理局", "临兰市监", topics="民事纠纷", received=3),
    _department("tongji", "临沂市兰山区统计局", "临兰统", received=1),
    _department("yibao", "临沂市兰山区医疗保障局", "临兰医保"),
    _department("jinrong", "临沂市兰山区地方金融监督管理局", "临兰金"),
    _department("shenpi", "临沂市兰山区行政审批服务局", "临兰审批", topics="民事纠纷", received=3),
    _department("zhifa", "临沂市兰山区综合行政执法局", "临兰综执", above="城市管理局", topics="房屋补偿 民事纠纷", received=9),
    _department("xinfang", "临沂市兰山区信访局", "临兰信", topics="民事纠纷", received=1),
    _department("dashuju", "临沂市兰山区大数据局", "临兰数"),
    _department("touzi", "临沂市兰山区投资促进局", "临兰投促"),
    _department("gonglu", "临沂市兰山区公路事业发展中心", "临兰路"),
    _department("liangshi", "临沂市兰山区粮食和物资储备中心", "临兰粮", above="粮食和物资储备局"),
    _branch("huanjing", "临沂市生态环境局兰山分局", "临兰环", above="临沂市生态环境局"),
    DemoUnit("shuiwuju", "国家税务总局临沂市兰山区税务局", "临兰税", "tax", "国家税务总局临沂市税务局"),
    _department("nongji", "临沂市兰山区农业机械发展促进中心", "临兰农机", above="农业农村局"),
    _department("xumu", "临沂市兰山区畜牧发展促进中心", "临兰畜", above="农业农村局"),
    _department("linye", "临沂市兰山区林业发展中心", "临兰林", above="林业局"),
    _department("jiguan", "临沂市兰山区机关事务服务中心", "临兰机", above="机关事务管理局"),
    _department("zhufang", "临沂市兰山区住房保障中心", "临兰住保", above="住房和城乡建设局", topics="房屋补偿"),
    DemoUnit("shangcheng", "临沂市兰山商城管理委员会", "临兰商城", "committee"),
    DemoUnit("jingkai", "临沂市兰山经济开发区管理委员会", "临兰经开", "committee"),
)

TOWNS: tuple[DemoUnit, ...] = (
    _town("lanshanjd", "兰山街道办事处", "临兰街", 4),
    _town("yinqueshan", "银雀山街道办事处", "临兰银街", 4),
    _town("jinqueshan", "金雀山街道办事处", "临兰金街", 4),
    _town("liuqing", "柳青街道办事处", "临兰柳街", 4),
    _town("baishabu", "白沙埠镇人民政府", "临兰白政", 4),
    _town("zaoyuan", "枣园镇人民政府", "临兰枣政", 4),
    _town("bancheng", "半程镇人民政府", "临兰半政", 4),
    _town("yitang", "义堂镇人民政府", "临兰义政", 4),
    _town("liguan", "李官镇人民政府", "临兰李政", 4),
    _town("fangcheng", "方城镇人民政府", "临兰方政", 3),
    _town("wanggou", "汪沟镇人民政府", "临兰汪政", 3),
    _town("machanghu", "马厂湖镇人民政府", "临兰马政", 3),
)
# fmt: on

UNITS: tuple[DemoUnit, ...] = (GOVERNMENT, *DEPARTMENTS, *TOWNS)


SHORT: Mapping[str, str] = {
    ROOT: "区政府",
    "qzfb": "区政府办公室",
    "fagai": "区发改局",
    "jiaoti": "区教体局",
    "gongan": "兰山公安分局",
    "zhujian": "区住建局",
    "weijian": "区卫健局",
    "shichang": "区市场监管局",
    "tongji": "区统计局",
    "yibao": "区医保局",
    "jinrong": "区金融监管局",
    "shenpi": "区行政审批服务局",
    "zhifa": "区综合执法局",
    "touzi": "区投促局",
    "liangshi": "区粮食和物资储备中心",
    "shangcheng": "兰山商城",
    "jingkai": "兰山经开区",
    **{row.code: row.name.removeprefix("临沂市兰山区") for row in TOWNS},
}
"""The names by which circulars speak of them; the others go by “区” and their own name."""


def _short(row: DemoUnit) -> str:
    named = SHORT.get(row.code)
    return named or row.name.replace("临沂市兰山区", "区").removeprefix("临沂市")


def unit(code: str) -> DemoUnit:
    """The unit of that code."""
    return _BY_CODE[code]


_BY_CODE = {row.code: row for row in UNITS}


def unit_form(row: DemoUnit, position: int) -> UnitForm:
    """The unit as the service takes it; `position` numbers its address and telephone."""
    settings = {
        MARK: True,
        "signatory_kind": _signatory(row).value,
        "short_name": _short(row),
        "office": "临沂市兰山区人民政府办公室政务公开科"
        if row.code == ROOT
        else f"{row.name}办公室",
        "address": f"临沂市兰山区示范路{position + 1}号",
        "phone": f"0539-00000{position + 1:02d}",
        "channels": [channel.value for channel in Channel if channel is not Channel.other],
    }
    return UnitForm(
        row.code,
        row.name,
        parent="" if row.code == ROOT else ROOT,
        mark=row.mark,
        remedies=_remedies(row),
        settings=settings,
    )


def _signatory(row: DemoUnit) -> Signatory:
    if row.code == "qzfb":
        return Signatory.office
    if row.kind == "town":
        return Signatory.street if row.name.endswith("街道办事处") else Signatory.town
    return Signatory(row.kind)


def _remedies(row: DemoUnit) -> Mapping[str, Any]:
    """Review bodies and courts with their periods (law of review of 2017 and 2023; 行诉法15)."""
    courts = [_COURT]
    if row.kind == "government":
        # reading: the four-level pilot sent these suits to the basic court in between; the days are a datum.
        courts = [
            {**_CITY_COURT, "until": "2021-09-30"},
            {**_COURT, "since": "2021-10-01", "until": "2023-09-27"},
            {**_CITY_COURT, "since": "2023-09-28"},
        ]
    return {"review_bodies": _bodies(row), "courts": courts, "online_review_url": _ONLINE}


def _bodies(row: DemoUnit) -> list[dict[str, str]]:
    above = {"name": row.above, "address": "临沂市北城新区示范大道5号"}
    bodies = {
        "government": [_CITY],
        # 复议法24: own government only; before 2024 a choice (复议法2017, 12).
        "department": [_DISTRICT, {**above, **_OLD}],
        # 复议法24: by our reading the city or the district; before 2024 the department above or its government.
        "branch": [{**above, **_OLD}, _CITY, {**_DISTRICT, **_NEW}],
        "justice": [_DISTRICT, above],  # 复议法28
        "tax": [above],  # 复议法27
        "committee": [_DISTRICT],
        "town": [_DISTRICT],
    }
    return bodies[row.kind]
