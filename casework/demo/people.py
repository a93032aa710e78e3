"""Invented people and bodies: names composed from fixed lists, numbers that nobody can have; it must name no real person."""

from casework.services.intake import PartyForm
from workflows.vocabulary import ApplicantCategory

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶"
# Rare characters on purpose: the papers and pages must show every one of them.
_GIVEN = (
    "镕之", "堃然", "喆宁", "祎安", "玥朗", "翀远", "昇禾", "垚舟", "𫍯言", "婠川", "犇原", "淼之",
    "珺竹", "彧石", "禛木", "镕", "堃", "喆", "祎", "玥", "翀", "昇", "垚", "𫍯", "之遥", "亦甲",
    "亦乙", "亦丙", "亦丁", "若禾", "若川", "若石", "望舒", "知白", "守墨", "听松", "临溪",
)  # fmt: skip
_STREETS = ("示范路", "样板街", "模拟巷", "演示路", "范例街")
_BODIES = {
    ApplicantCategory.business: ("某某示范商贸有限公司", "某某样板建材有限公司"),
    ApplicantCategory.research: ("某某示范区域发展研究所",),
    ApplicantCategory.public_welfare: ("某某示范社区公益服务中心",),
    ApplicantCategory.legal_service: ("某某示范律师事务所", "某某样板法律服务所"),
    ApplicantCategory.other: ("某某示范村村民委员会",),
}


def name(n: int) -> str:
    """The n-th invented name; 31 surnames and 37 given names never meet twice below 1147."""
    return _SURNAMES[n % len(_SURNAMES)] + _GIVEN[(n * 5) % len(_GIVEN)]


def person(n: int) -> PartyForm:
    """The n-th invented applicant. The region code 000000 and the exchange 1390000 belong to nobody."""
    born = f"{1950 + n % 50}{1 + n % 12:02d}{1 + n % 28:02d}"
    return PartyForm(
        name(n),
        id_type="居民身份证",
        id_number=f"000000{born}{n % 1000:03d}X",
        phone=f"1390000{n % 10000:04d}",
        address=f"临沂市兰山区{_STREETS[n % len(_STREETS)]}{1 + n % 97}号",
        email=f"sq{n:04d}@example.com",
    )


def body(category: ApplicantCategory, n: int = 0) -> PartyForm:
    """An invented organisation of that category."""
    names = _BODIES[category]
    return PartyForm(
        names[n % len(names)],
        category=category,
        id_type="统一社会信用代码",
        id_number=f"00000000MA0000{n:03d}X",
        phone=f"1390000{9000 + n:04d}",
        address=f"临沂市兰山区样板街{100 + n}号",
        email=f"danwei{n:02d}@example.com",
    )


def third_party(n: int) -> str:
    """The n-th invented third party."""
    return name(700 + n)
