"""Files that came in or will go out: attached to any kind of record, withdrawn, and reviewed before they are released."""

from workflows import file_guards as fg
from workflows.action import Action
from workflows.file_guards import FILE, FileConclusion, FileKind
from workflows.forms import Field, FieldKind, choices_of
from workflows.sealing import sealing_acts
from workflows.vocabulary import PhasedState, Role, State

_STAFF = frozenset({Role.intake, Role.handler, Role.legal, Role.approver})
_MOST_PAGES = 10_000


def filing_acts(
    states: type[PhasedState], *, basis: str, also: frozenset[Role] = frozenset()
) -> tuple[Action, ...]:
    """`attach_file`, `withdraw_file` and `seal_paper` for a workflow with these states: a proof may come in when all is over.

    `also` may attach files too.
    """
    return (
        Action(
            "attach_file",
            "登记文件",
            basis,
            _STAFF | also,
            tuple(states),
            None,
            help="扫描件、照片或者电子文件随案保存；可以写明它证明哪一条记录",
            fields=(
                Field("file_kind", "文件种类", FieldKind.choice, choices=choices_of(FileKind)),
                Field(
                    "proves",
                    "证明第几条记录",
                    FieldKind.entry,
                    required=False,
                    hint="如送达凭证所证明的那一次送达；填办理过程中的序号，可以不填",
                ),
                Field(
                    "original",
                    "由第几条记录的文件处理而来",
                    FieldKind.entry,
                    required=False,
                    hint="去标识化后的副本填原件的序号",
                ),
                Field(
                    "pages",
                    "页数",
                    FieldKind.integer,
                    required=False,
                    least=1,
                    most=_MOST_PAGES,
                    basis="109号第5条",
                    hint="A4及以下幅面单面为一页；PDF和图片由系统数出，不需要填写",
                ),
                Field("remark", "说明", required=False),
            ),
            guards=(fg.it_names_a_row_of_the_case, fg.it_names_its_original),
            opens=FILE,
            outside_fact=True,
            takes_file="file",
        ),
        Action(
            "withdraw_file",
            "撤下文件",
            basis,
            _STAFF,
            tuple(states),
            None,
            help="登记错误或者不再使用的文件；记录和校验值保留，文件仍可查看",
            fields=(
                Field("thread", "要撤下的文件", FieldKind.thread, thread_kind=FILE),
                Field("reasons", "理由", FieldKind.long_text),
            ),
            guards=(fg.the_file_is_still_attached,),
            closes=FILE,
            after=("attach_file",),
        ),
        *sealing_acts(states),
    )


FILE_REVIEW_ACTS = (
    Action(
        "review_file",
        "对一份拟提供材料作保密审查",
        "条例17",
        frozenset({Role.legal, Role.approver}),
        tuple(s for s in State if s not in (State.archived, State.void, State.carried_forward)),
        None,
        help="先审查后公开，一事一审：每一份拟提供材料都有自己的审查记录，审查人署名负责",
        fields=(
            Field("thread", "拟提供材料", FieldKind.thread, thread_kind=FILE),
            Field("conclusion", "审查结论", FieldKind.choice, choices=choices_of(FileConclusion)),
            Field("grounds", "审查依据和意见", FieldKind.long_text),
        ),
        guards=(fg.the_file_is_still_attached, fg.only_material_is_reviewed),
        updates=FILE,
        after=("attach_file",),
        looks_up=("reviewed_file", "signer"),
    ),
)
