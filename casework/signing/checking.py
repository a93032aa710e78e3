"""Whether a file is a paper of ours and nothing but a signature, and what the signatures of any file say; offline."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.errors import Invalid, SigningFailed
from casework.signing import additions, names
from casework.signing.library import part, unreadable
from casework.signing.port import SealField


class _Locked(Exception):
    """The file asks for a password before anything of it can be read."""


@dataclass(frozen=True)
class Signature:
    """One signature of a file. `checked` is False where its algorithm is none that we can compute (SM2)."""

    signer: str
    issuer: str
    signed_at: datetime | None
    whole: bool
    intact: bool
    checked: bool

    @property
    def self_issued(self) -> bool:
        return self.signer == self.issuer


def check_signed(pdf: bytes, signed: bytes, field: SealField) -> str:
    """Accept what a signer gave back for `pdf`; answers who signed.

    It must begin with our very bytes, and what was added is one signature that covers the whole file and shows nothing
    outside its field: pages and text are as they were.

    Raises:
        SigningFailed: it is not; the sentence says what is wrong.
    """
    if not signed.startswith(b"%PDF-"):
        raise _refused("不是 PDF 文件")
    if not signed.startswith(pdf) or len(signed) == len(pdf):
        raise _refused("不是在原文书之后追加签名的文件")
    reader, found = _given_back(signed)
    if len(found) != 1:
        raise _refused(f"有{len(found)}个签名，应当有1个" if found else "没有签名")
    try:
        only_signed = additions.only_a_signature(reader, pdf, field)
    except unreadable() as error:
        raise _refused("结构有误，不能核对") from error
    if not only_signed:
        raise _refused("除签名以外还改动了文书的内容，或者签名的位置不对")
    signature = _read(found[0])
    if not signature.whole:
        raise _refused("签名没有覆盖整个文件")
    if signature.checked and not signature.intact:
        raise _refused("签名与文件内容不符")
    return signature.signer


def signatures_of(data: bytes) -> tuple[Signature, ...]:
    """Every signature of a file, in the order they were made.

    Raises:
        Invalid: it is no PDF that can be read, or none without its password.
    """
    try:
        _, found = _opened(data)
    except _Locked as error:
        raise Invalid(
            "文件有口令保护，不能读取签名；请取得不加密的原件。打印为新的文件会失去签名。"
        ) from error
    except SigningFailed as error:
        raise Invalid("文件不是可以读取的 PDF；请选择签名后的 PDF 文件。") from error
    return tuple(_read(one) for one in found)


def _given_back(signed: bytes) -> tuple[Any, list[Any]]:
    try:
        return _opened(signed)
    except _Locked as error:
        raise _refused("有口令保护") from error


def _opened(data: bytes) -> tuple[Any, list[Any]]:
    try:
        reader = part("pdf_utils.reader").PdfFileReader(io.BytesIO(data))
        # Without this the fields of an encrypted file are noise, and it would pass for one without signatures.
        if (
            reader.encrypted
            and reader.decrypt("").status == part("pdf_utils.crypt").AuthStatus.FAILED
        ):
            raise _Locked
        return reader, list(reader.embedded_signatures)
    except (*unreadable(), part("sign.general").SigningError) as error:
        raise _refused("不能作为 PDF 读取") from error


def _read(one: Any) -> Signature:
    whole = one.evaluate_signature_coverage() is (
        part("sign.validation.status").SignatureCoverageLevel.ENTIRE_FILE
    )
    certificate = one.signer_cert
    intact, checked = _computed(one)
    return Signature(
        signer=names.spelt(certificate.subject),
        issuer=names.spelt(certificate.issuer),
        signed_at=one.self_reported_timestamp,
        whole=whole,
        intact=intact,
        checked=checked,
    )


def _computed(one: Any) -> tuple[bool, bool]:
    """Whether digest and signature fit, and whether that could be computed at all."""
    try:
        digest = one.compute_digest()
        sound: tuple[bool, bool] = part("sign.validation.generic_cms").validate_sig_integrity(
            one.signer_info, one.signer_cert, expected_content_type="data", actual_digest=digest
        )
    except (part("sign.general").SigningError, *unreadable(), NotImplementedError):
        return False, False
    return all(sound), True


def _refused(reason: str) -> SigningFailed:
    return SigningFailed(
        f"签名服务返回的文件{reason}，没有采用；文书仍为签发时的原样，请稍后重试，或者打印后加盖实物印章。"
    )
