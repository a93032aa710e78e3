"""Seals a paper that was issued: the signer is asked outside any transaction, then one act records what came back."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from casework.blocks import Letterhead, Paper, Paragraph, Signature, Title
from casework.errors import ActionRefused, Invalid, NotAllowed, NotFound, StaleCase
from casework.files.checking import check
from casework.files.kinds import MEDIA, Checked
from casework.models.document import Document
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office
from casework.pdf import clear_png, font_set, read_seal, render
from casework.queries.case_page import paper
from casework.services import actions, engine, units
from casework.services.engine import Done
from casework.services.unit_seals import KEY, place, seal_of
from casework.settings import Settings
from casework.signing import SealField, signer_of
from casework.signing.checking import check_signed
from casework.viewer import Moment, Viewer
from workflows.document_type import HeadForm
from workflows.registry import workflow_version
from workflows.sealing import BASIS, SealKind
from workflows.vocabulary import Role

ACT = "seal_paper"


@dataclass(frozen=True)
class _Order:
    """A paper to be signed, with what the act will say of it."""

    pdf: bytes
    title: str
    field: SealField
    data: dict[str, Any]


def seal(
    office: Office,
    record_id: int,
    document_id: int,
    *,
    viewer: Viewer,
    version: int,
    moment: Moment,
) -> Done:
    """Have a paper signed and keep the signed file beside it.

    Raises:
        SigningFailed: the signer failed, or what it gave back was refused. StaleCase: the case has moved on.
        NotConfigured: there is no signer. ActionRefused, NotAllowed, NotFound: as of any act. Nothing is changed then.
    """
    signer = signer_of(office.settings)
    with office.db.read() as session:
        order = _order(session, office, record_id, document_id, viewer=viewer, moment=moment)
        if session.get_one(Record, record_id).version != version:
            raise StaleCase(
                "本案在您打开页面之后已有新的记录，文书没有加盖；请刷新页面，核对后再办。"
            )
    _check_claim(SealKind(order.data["seal_kind"]), signer.kinds)
    signed = signer.sign(order.pdf, order.field)
    who = check_signed(order.pdf, signed, order.field)
    return actions.perform(
        office,
        record_id,
        ACT,
        viewer=viewer,
        version=version,
        on_day=moment.today,
        data=order.data | {"signer": who},
        moment=moment,
        file=Checked(f"{order.title}.pdf", MEDIA["pdf"], signed),
    )


def _order(
    session: Session,
    office: Office,
    record_id: int,
    document_id: int,
    *,
    viewer: Viewer,
    moment: Moment,
) -> _Order:
    """What is to be signed, if the act could be done now; the signer is asked for nothing that would be refused."""
    found = paper(session, viewer, record_id, document_id)
    if found.pdf is None:
        raise NotFound("这份文书的内容已依法清除，不能加盖；目录和文号仍保留在案件页。")
    record = session.get_one(Record, record_id)
    unit = session.get_one(Unit, record.unit_id)
    own = seal_of(session, unit)
    if found.seal_place is None:
        raise ActionRefused(
            f"《{found.title}》签发时本单位采用打印盖章，文书中没有留出签名的位置（{BASIS}）；请打印后加盖实物印章。",
            basis=BASIS,
        )
    data = _data(found, own.kind)
    workflow = workflow_version(record.workflow_version)
    engine.checked(
        engine.desk(session, office, viewer=viewer, moment=moment),
        record,
        workflow,
        engine.history(session, record, workflow),
        name=ACT,
        on_day=moment.today,
        data=data,
    )
    picture = clear_png(own.picture) if own.picture else None
    return _Order(
        found.pdf, found.title, SealField(unit.code, *place(found.seal_place), picture), data
    )


def _data(found: Document, kind: SealKind) -> dict[str, Any]:
    return {
        "paper": found.seq,
        "paper_key": found.key,
        "unsigned": found.sha256,
        "seal_kind": kind.value,
    }


# The seal of a unit ----------------------------------------------------------------------------------------------


def choose(office: Office, code: str, kind: SealKind, *, viewer: Viewer, moment: Moment) -> None:
    """Set how the papers of a unit are sealed from now on.

    Raises:
        NotFound: no such unit. NotAllowed: no administrator of it. NotConfigured: there is no signer for it.
        Invalid: the signer's result may not be called that, or the picture is missing.
    """
    if kind.signs:
        _check_claim(kind, signer_of(office.settings).kinds)
    with office.db.write() as session:
        unit = units.by_code(session, code)
        if kind is SealKind.picture and seal_of(session, unit).picture is None:
            raise Invalid(f"{unit.name}还没有登记印章图片；请先登记图片，再选择“{kind.label}”。")
        unit.settings = {**unit.settings, KEY: {**unit.settings.get(KEY, {}), "kind": kind.value}}
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        units.note_in_register(at, unit.id, "change_unit", {"changed": f"seal {kind.value}"})


def enter_picture(
    office: Office, code: str, *, name: str, content: bytes, viewer: Viewer, moment: Moment
) -> None:
    """Keep the picture of a unit's seal; papers already issued stay as they are.

    Raises:
        NotFound: no such unit. NotAllowed: no administrator of it. Invalid: it is no picture of a seal.
    """
    read_seal(
        content
    )  # first, since it says what a seal may be and not what a file of a case may be
    file = check(name, content, most_bytes=office.settings.file_bytes)
    with office.db.write() as session:
        unit = units.by_code(session, code)
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        register, seq = units.enter_file(at, unit.id, "enter_seal", {"code": code}, file=file)
        picture = {"register": register, "picture": seq}
        unit.settings = {**unit.settings, KEY: {**unit.settings.get(KEY, {}), **picture}}


def kinds_at_hand(settings: Settings) -> tuple[SealKind, ...]:
    """What a unit may choose in this installation."""
    found = set() if settings.signing is None else set(signer_of(settings).kinds)
    return tuple(kind for kind in SealKind if kind in found or not kind.signs)


def sample(session: Session, office: Office, code: str, *, viewer: Viewer, moment: Moment) -> bytes:
    """A sheet with the unit's head, 署名, date and picture, marked 预览; nothing is kept.

    Raises:
        NotFound: no such unit. NotAllowed: no administrator of it.
    """
    unit = units.by_code(session, code)
    if Role.admin not in viewer.roles_in(unit.id):
        raise NotAllowed("印章由本单位的系统管理员设置；请交有权人员办理。")
    seal = seal_of(session, unit)
    letter = unit.settings.get("letterhead") != HeadForm.red
    text = f"本页用于核对版头、署名、成文日期和印章的位置。{SealKind.picture.label}。"
    paper = Paper(
        "印章预览",
        unit.name,
        (
            Letterhead(unit.signatory, f"{unit.mark}〔{moment.today.year}〕号", letter=letter),
            Title("印章预览"),
            Paragraph(text),
            Signature(unit.signatory, moment.today),
        ),
    )
    drawn = read_seal(seal.picture) if seal.picture else None
    return render(paper, fonts=font_set(office.settings.font_dir), seal=drawn, mark="预览")


def _check_claim(kind: SealKind, kinds: frozenset[SealKind]) -> None:
    """在线政务服务规定9: what a certificate of our own makes is no electronic seal, whatever the setting says."""
    if kind not in kinds:
        may = "、".join(one.label for one in SealKind if one in kinds)
        raise Invalid(
            f"本系统设置的签名方式不能称为“{kind.label}”（{BASIS}）；只能是：{may}。请改正单位的印章设置。",
            basis=BASIS,
        )
