"""The life of a request (条例29-40): the workflow put together from its stages, in the order of the law."""

from datetime import date

from workflows.acts.common import APPLICANT
from workflows.acts.correcting import correcting_acts
from workflows.acts.correction import CORRECTION_ACTS
from workflows.acts.dispatch import DISPATCH_ACTS
from workflows.acts.drafting import DRAFTING_ACTS
from workflows.acts.ending import END_ACTS
from workflows.acts.erasing import erasing_acts
from workflows.acts.evidence import EVIDENCE_ACTS
from workflows.acts.extension import EXTENSION_ACTS
from workflows.acts.fee import FEE_ACTS
from workflows.acts.filing import FILE_REVIEW_ACTS, filing_acts
from workflows.acts.frequency import REASONS_ACTS
from workflows.acts.importing import IMPORT_ACTS
from workflows.acts.intake import INTAKE_ACTS
from workflows.acts.linking import LINKING_ACTS
from workflows.acts.moving import MOVING_ACTS
from workflows.acts.noting import classify_act, note_act, reveal_act
from workflows.acts.parties import PARTY_ACTS
from workflows.acts.remarking import REMARK_ACTS
from workflows.acts.reopening import REOPENING_ACTS
from workflows.acts.reply import REPLY_ACTS
from workflows.acts.secrecy import SECRECY_ACTS
from workflows.acts.service import SERVICE_ACTS
from workflows.acts.tasks import TASK_ACTS
from workflows.acts.waiving import waiving_act
from workflows.consultation import CONSULTATION_ACTS
from workflows.definition import Workflow
from workflows.request_timers import REQUEST_TIMERS
from workflows.task_timers import TASK_TIMERS
from workflows.vocabulary import RecordKind, State

_STAGES = (
    *INTAKE_ACTS,
    *CORRECTION_ACTS,
    *CONSULTATION_ACTS,
    *EXTENSION_ACTS,
    *REASONS_ACTS,
    *FEE_ACTS,
    *TASK_ACTS,
    *EVIDENCE_ACTS,
    *DRAFTING_ACTS,
    *REMARK_ACTS,
    *SECRECY_ACTS,
    *REPLY_ACTS,
    *SERVICE_ACTS,
    *DISPATCH_ACTS,
    *PARTY_ACTS,
    *LINKING_ACTS,
    *MOVING_ACTS,
    *END_ACTS,
    *REOPENING_ACTS,
    *FILE_REVIEW_ACTS,
    *filing_acts(State, basis="条例45", also=APPLICANT),
    note_act(*(s for s in State if s not in (State.archived, State.void))),
    classify_act(*(s for s in State if s is not State.void)),
    reveal_act(*State),
)

REQUEST_2019 = Workflow(
    kind=RecordKind.request,
    version="request-2019",
    since=date(
        2019, 5, 15
    ),  # 条例 of 2019 in force; older cases are loaded under it for statistics only
    states=State,
    has_applicants=True,
    actions=(
        *_STAGES,
        waiving_act(_STAGES),
        *correcting_acts(State, basis="条例45"),
        *IMPORT_ACTS,
        *erasing_acts(State.archived, State.void),
    ),
    parked=State.carried_forward,
    timers=(*REQUEST_TIMERS, *TASK_TIMERS),
)
