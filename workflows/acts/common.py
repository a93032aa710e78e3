"""Fields, roles and groups of states that several stages of a request share."""

from workflows.forms import Field, FieldKind, choices_of
from workflows.vocabulary import (
    ApplicantCategory,
    Assistance,
    Carrier,
    Channel,
    DeliveryForm,
    Phase,
    Role,
    State,
)

INTAKE = frozenset({Role.intake})
HANDLER = frozenset({Role.handler})
STAFF = frozenset({Role.intake, Role.handler})
LEGAL = frozenset({Role.legal})
APPROVER = frozenset({Role.approver})
IMPORTER = frozenset({Role.importer})
SYSTEM = frozenset({Role.system})
APPLICANT = frozenset({Role.applicant})  # what he does himself on the pages for applicants

OPEN_STATES = tuple(s for s in State if s.phase not in (Phase.closed, Phase.carried_forward))
RUNNING_STATES = (
    State.registered,
    State.in_progress,
    State.consulting,
    State.pending_reasons,
    State.redoing,
    State.legal_review,
    State.approval,
    State.pending_issue,
)

CHANNEL = Field("channel", "接收渠道", FieldKind.choice, choices=choices_of(Channel))
CATEGORY = Field("category", "申请人类型", FieldKind.choice, choices=choices_of(ApplicantCategory))
DELIVERY = Field(
    "delivery", "获取方式", FieldKind.choice, required=False, choices=choices_of(DeliveryForm)
)
CARRIER = Field(
    "carrier",
    "载体",
    FieldKind.choice,
    required=False,
    choices=choices_of(Carrier),
    basis="条例40",
)
ELECTRONIC_SERVICE = Field(
    "electronic_service", "申请人同意电子送达", FieldKind.flag, required=False
)
ASSISTANCE = Field(
    "assistance",
    "需要的帮助",
    FieldKind.choice,
    required=False,
    choices=choices_of(Assistance),
    basis="条例43",
)
# Nobody asks the applicant: what a request is about is the office's own sorting.
TOPIC = Field("topic", "事项类别", FieldKind.topic, required=False)
OUTCOME = Field("outcome", "办理结果", FieldKind.outcome)
# How whoever is written to is reached: encrypted, and printed on an envelope only.
POSTAL_ADDRESS = Field(
    "address",
    "通信地址",
    FieldKind.contact,
    required=False,
    hint="加密保存，只用于打印信封；可以连同邮政编码填写",
)
RECEIPT_PROOF = Field("proof", "送达凭证（单号或签收人）")  # a signer is a person: an erasable text
