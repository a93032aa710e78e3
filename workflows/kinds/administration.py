"""The administrative register of a unit: changes of units, users, settings and the calendar, on the same journal."""

from dataclasses import replace
from datetime import date

from workflows.action import Action
from workflows.definition import Workflow
from workflows.forms import Field, FieldKind
from workflows.vocabulary import Phase, PhasedState, RecordKind, Role


class RegisterState(PhasedState):
    """A register is open for ever."""

    in_force = "in_force", "使用中", Phase.investigation


_ADMIN = frozenset({Role.admin, Role.system})


def _entry(
    name: str,
    label: str,
    *fields: Field,
    creates: bool = False,
    roles: frozenset[Role] = _ADMIN,
) -> Action:
    return Action(
        name,
        label,
        "条例45",
        roles,
        () if creates else (RegisterState.in_force,),
        RegisterState.in_force if creates else None,
        fields=fields,
        creates=creates,
    )


ADMINISTRATION = Workflow(
    kind=RecordKind.administration,
    version="administration-1",
    since=date.min,
    states=RegisterState,
    is_register=True,
    actions=(
        _entry(
            "open_register", "建立单位", Field("code", "单位代码", FieldKind.code), creates=True
        ),
        _entry(
            "change_unit",
            "变更单位资料",
            Field("changed", "变更项目", FieldKind.code),
            Field("detail", "变更前后", FieldKind.code, required=False, most=1000),
        ),
        replace(
            _entry("enter_seal", "登记印章图片", Field("code", "单位代码", FieldKind.code)),
            takes_file="file",
        ),
        _entry("add_user", "新增用户", Field("login", "登录名", FieldKind.code)),
        _entry(
            "change_user",
            "变更用户",
            Field("changed", "变更项目", FieldKind.code),
            Field("detail", "变更前后", FieldKind.code, required=False, most=1000),
        ),
        _entry(
            "record_calendar",
            "登记日历",
            Field("calendar", "日历版本", FieldKind.integer),
            Field("number", "文号", FieldKind.code),
            Field("title", "标题", FieldKind.code),
            Field("year", "年度", FieldKind.integer, required=False),
            Field("off", "放假", FieldKind.code, required=False),
            Field("work", "上班", FieldKind.code, required=False),
        ),
        _entry(
            "record_figures",
            "登记通报数字",
            Field("changed", "变更项目", FieldKind.code),
            Field("detail", "变更前后", FieldKind.code, required=False, most=1000),
            roles=frozenset({Role.supervisor}),
        ),
        _entry(
            "set_assessment",
            "设定年度考核",
            Field("changed", "变更项目", FieldKind.code),
            Field("detail", "变更前后", FieldKind.code, required=False, most=1000),
            roles=frozenset({Role.supervisor}),
        ),
        # All that a case holds of people goes into it, so it is noted who made it; its service writes the row.
        _entry(
            "make_case_file",
            "制作卷宗",
            Field("made", "卷宗", FieldKind.code),
            Field("digest", "校验值", FieldKind.code),
            roles=frozenset({Role.system}),
        ),
        _entry(
            "make_evidence",
            "制作证据材料",
            Field("made", "证据材料", FieldKind.code),
            Field("digest", "校验值", FieldKind.code),
            roles=frozenset({Role.system}),
        ),
    ),
)
