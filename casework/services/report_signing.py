"""The key with which this installation signs the yearly reports of a unit, and the signed file of a closed report."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from casework.annual_filing import Filed, Wanted, public_text, sign
from casework.encryption import stored_secret
from casework.errors import ActionRefused, NotAllowed
from casework.office import Office
from casework.queries import annual_documents
from casework.queries.sight import units_for
from casework.services.annual_years import COUNTING, YearKey
from casework.viewer import Moment, Viewer
from workflows.kinds.year import PREPARERS


def public_key(office: Office, unit_code: str, *, viewer: Viewer) -> str:
    """What the receiving office registers for the unit, to know its files by.

    Raises:
        NotFound, NotAllowed: the unit is out of sight, or its reports are not the viewer's to prepare.
    """
    _check(office, unit_code, viewer)
    return public_text(_key(office, unit_code))


def signed_report(office: Office, key: YearKey, *, viewer: Viewer, moment: Moment) -> bytes:
    """The closed report of a unit as the file that it sends to the office above: tables and published words, signed.

    Raises:
        NotFound, NotAllowed: as `public_key`. ActionRefused: the year is not closed.
    """
    _check(office, key.unit_code, viewer)
    with office.db.read() as session:
        found = annual_documents.document(
            session, COUNTING, year=key.year, unit_code=key.unit_code, rollup=key.rollup, today=moment.today
        )  # fmt: skip
    table = found.table
    if table.edition is None:
        raise ActionRefused(
            f"{key.year}年度的年报还没有封存，不能报送（条例50）；请先封存。", basis="条例50"
        )
    wanted = Wanted(table.unit, table.unit_name, table.year, table.format.key)
    filed = Filed(
        wanted,
        table.part2,
        table.part3,
        table.part4,
        found.paragraphs,
        found.published_on,
        found.published_at,
    )
    return sign(filed, _key(office, key.unit_code))


def _check(office: Office, unit_code: str, viewer: Viewer) -> None:
    with office.db.read() as session:
        unit, _ = units_for(session, viewer, unit_code, rollup=False)
        if not viewer.roles_in(unit.id) & PREPARERS:
            raise NotAllowed(
                f"报送“{unit.name}”的年报由该单位的统计员、审批人或者主管部门办理；请联系他们。"
            )


def _key(office: Office, unit_code: str) -> Ed25519PrivateKey:
    """One key for each unit of this installation, from one secret that never leaves it."""
    secret = stored_secret(office.settings, "report-signing", given="")
    seed = hashlib.sha256(f"annual-report\0{unit_code}\0{secret}".encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)
