"""Who a certificate names, in words: X.520 attributes in Chinese, the name of the holder first."""

from collections.abc import Iterator
from typing import Any

# The keys are asn1crypto's for the attributes of RFC 5280, 4.1.2.4; what is not listed stands behind, by its own key.
_LABELS = {
    "common_name": "名称",
    "surname": "姓",
    "given_name": "名",
    "organization_name": "单位",
    "organizational_unit_name": "部门",
    "title": "职务",
    "organization_identifier": "机构代码",
    "serial_number": "编号",
    "locality_name": "市县",
    "state_or_province_name": "省",
    "country_name": "国家",
    "email_address": "邮箱",
}


def spelt(name: Any) -> str:
    """A distinguished name in one line, such as 名称 某某、单位 某市某局、国家 CN."""
    return "、".join(_parts(dict(name.native)))


def _parts(held: dict[str, Any]) -> Iterator[str]:
    for key in (*(key for key in _LABELS if key in held), *sorted(held.keys() - _LABELS.keys())):
        values = held[key] if isinstance(held[key], list) else [held[key]]
        yield from (f"{_LABELS.get(key, key)} {value}" for value in values)
