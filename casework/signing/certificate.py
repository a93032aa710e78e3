"""Signs with a certificate file of the office's own (PKCS#12). It proves that a file was not changed, and is no 电子印章."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from casework.errors import NotConfigured, SigningFailed
from casework.signing.library import part
from casework.signing.port import SealField
from workflows.sealing import SealKind

FIELD = "Seal"
_ROOM = 32 * 1024  # for the signature with its certificates


@dataclass(frozen=True)
class CertificateSigner:
    """RSA or ECDSA over SHA-256 under the PAdES subfilter; no time stamp, no network."""

    file: Path
    passphrase: str = field(repr=False)
    # 在线政务服务规定9: only the 国家统一电子印章系统 makes electronic seals, so this one is never called that.
    kinds: frozenset[SealKind] = frozenset({SealKind.technical})

    def sign(self, pdf: bytes, field: SealField) -> bytes:
        """The paper with a signature added; its picture is the look of it, else the signature is not seen.

        Raises:
            NotConfigured: no such file, a wrong passphrase, or the extra is missing. SigningFailed: it is no sound PDF.
        """
        signers, fields = part("sign.signers"), part("sign.fields")
        signer = self._signer()
        try:
            writer = part("pdf_utils.incremental_writer").IncrementalPdfFileWriter(io.BytesIO(pdf))
            box = tuple(round(number) for number in field.box) if field.picture else None
            spec = fields.SigFieldSpec(FIELD, on_page=field.page, box=box)
            metadata = signers.PdfSignatureMetadata(
                field_name=FIELD,
                md_algorithm="sha256",
                subfilter=fields.SigSeedSubFilter.PADES,
                reason=SealKind.technical.label,
            )
            made = signers.PdfSigner(
                metadata, signer, stamp_style=_look(field), new_field_spec=spec
            )
            output = io.BytesIO()
            # It runs an event loop, which cannot be done in a thread that already runs one.
            with ThreadPoolExecutor(1) as alone:
                alone.submit(made.sign_pdf, writer, bytes_reserved=_ROOM, output=output).result()
        except (part("pdf_utils.misc").PdfError, part("sign.general").SigningError) as error:
            raise SigningFailed(
                f"文书不能签名（{error}）；文书仍为签发时的原样，请打印后加盖实物印章，并把文件交系统管理员检查。"
            ) from error
        return output.getvalue()

    def _signer(self) -> object:
        try:
            data = self.file.read_bytes()
        except OSError as error:
            raise NotConfigured(
                f"签名证书“{self.file.name}”不能读取；请检查 CASEWORK_SIGN_CERTIFICATE 和文件权限。"
            ) from error
        try:
            found: object = part("sign.signers").SimpleSigner.load_pkcs12_data(
                data, other_certs=[], passphrase=self.passphrase.encode() or None
            )
        except ValueError as error:
            raise NotConfigured(
                f"签名证书“{self.file.name}”不能打开；请检查它是否为 PKCS#12 文件（.p12、.pfx），以及"
                " CASEWORK_SIGN_PASSPHRASE 或者 CASEWORK_SIGN_PASSPHRASE_FILE 的口令。"
            ) from error
        return found


def _look(field: SealField) -> object:
    """The picture fills its box; no frame and no text, which would cover 署名 and date."""
    stamp, layout = part("stamp"), part("pdf_utils.layout")
    if field.picture is None:
        return None
    image = part("pdf_utils.images").PdfImage(Image.open(io.BytesIO(field.picture)))
    fill = layout.SimpleBoxLayoutRule(
        x_align=layout.AxisAlignment.ALIGN_MID,
        y_align=layout.AxisAlignment.ALIGN_MID,
        inner_content_scaling=layout.InnerScaling.STRETCH_TO_FIT,
    )
    return stamp.StaticStampStyle(
        border_width=0, background=image, background_layout=fill, background_opacity=1
    )
