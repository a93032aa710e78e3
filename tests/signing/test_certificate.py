"""Signing with a certificate file: the paper stays, the signature covers it, and a changed byte is found."""

import shutil
import subprocess
from pathlib import Path

import pytest
from certificates import HOLDER, OFFICE, PASSPHRASE, certificate_file
from papers import MM, answer
from sheets import picture

from casework.errors import Invalid, NotConfigured, SigningFailed
from casework.pdf import clear_png, render, room_for
from casework.signing import SealField
from casework.signing.certificate import CertificateSigner
from casework.signing.checking import check_signed, signatures_of
from workflows.sealing import SealKind


@pytest.fixture(scope="module")
def drawn() -> tuple[bytes, SealField]:
    room = room_for(picture())
    pdf = render(answer(), seal=room)
    place = room.places[0]
    return pdf, SealField("district", place.page, place.box, clear_png(picture()))


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> CertificateSigner:
    return CertificateSigner(certificate_file(tmp_path_factory.mktemp("keys")), PASSPHRASE)


@pytest.fixture(scope="module")
def signed(signer: CertificateSigner, drawn: tuple[bytes, SealField]) -> bytes:
    return signer.sign(*drawn)


def test_the_frozen_paper_is_the_beginning_of_the_signed_file(
    drawn: tuple[bytes, SealField], signed: bytes
) -> None:
    assert signed.startswith(drawn[0])
    signer = check_signed(drawn[0], signed, drawn[1])
    assert signer == f"名称 {HOLDER}、单位 {OFFICE}、国家 CN"
    (found,) = signatures_of(signed)
    assert (found.whole, found.intact, found.checked, found.self_issued) == (True, True, True, True)


def test_the_room_of_a_seal_is_where_the_picture_would_be_drawn() -> None:
    room = room_for(picture())
    render(answer(), seal=room)
    left, bottom, right, top = room.places[0].box
    assert (right - left, top - bottom) == pytest.approx((42 * MM, 42 * MM))
    assert left > 105 * MM  # over 署名 and date, which stand at the right


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9], ids=["early", "middle", "late"])
def test_one_changed_byte_of_the_paper_is_found(
    drawn: tuple[bytes, SealField], signed: bytes, at: float
) -> None:
    where = drawn[0].rindex(b"stream", 0, int(len(drawn[0]) * at)) + 20
    changed = signed[:where] + bytes([signed[where] ^ 1]) + signed[where + 1 :]
    assert not all(one.intact for one in signatures_of(changed))
    with pytest.raises(SigningFailed):
        check_signed(drawn[0], changed, drawn[1])


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not installed")
def test_another_program_reads_the_signature_as_covering_the_whole_file(
    signed: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed)
    said = subprocess.run(
        ["pdfsig", "-nocert", file], capture_output=True, text=True, check=False
    ).stdout
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said
    assert "Signature is Valid" in said


def test_what_was_added_behind_the_signature_is_refused(
    drawn: tuple[bytes, SealField], signed: bytes
) -> None:
    tail = b"\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    with pytest.raises(SigningFailed, match=r"没有采用；文书仍为签发时的原样"):
        check_signed(drawn[0], signed + tail, drawn[1])


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda pdf: b"<html>", "不是 PDF"),
        (lambda pdf: pdf, "不是在原文书之后追加"),
        (lambda pdf: pdf + b"\n%nothing\n", "没有签名"),
        (lambda pdf: pdf.replace(b"%PDF-1.7", b"%PDF-1.6") + b"x", "不是在原文书之后追加"),
    ],
    ids=["page", "same", "no signature", "other paper"],
)
def test_what_is_no_signed_copy_of_the_paper_is_refused(
    drawn: tuple[bytes, SealField], made: object, words: str
) -> None:
    assert callable(made)
    with pytest.raises(SigningFailed, match=words):
        check_signed(drawn[0], made(drawn[0]), drawn[1])


def test_a_certificate_of_our_own_is_never_called_an_electronic_seal(
    signer: CertificateSigner,
) -> None:
    assert signer.kinds == {SealKind.technical}
    assert "仅证明文件未被改动" in SealKind.technical.label


def test_a_wrong_passphrase_is_told_and_not_repeated(
    signer: CertificateSigner, drawn: tuple[bytes, SealField]
) -> None:
    wrong = CertificateSigner(signer.file, "geheim")
    with pytest.raises(NotConfigured, match="口令") as refused:
        wrong.sign(*drawn)
    assert "geheim" not in refused.value.message
    assert "geheim" not in repr(wrong)


def test_a_paper_without_a_picture_is_signed_out_of_sight(
    signer: CertificateSigner, drawn: tuple[bytes, SealField]
) -> None:
    pdf, field = drawn
    signed = signer.sign(pdf, SealField(field.unit, field.page, field.box))
    assert check_signed(pdf, signed, field)
    assert b"/Rect [ 0 0 0 0 ]" in signed[len(pdf) :]


def test_a_file_that_is_no_pdf_holds_no_signature_to_read() -> None:
    with pytest.raises(Invalid, match="不是可以读取的 PDF"):
        signatures_of(b"hello")
