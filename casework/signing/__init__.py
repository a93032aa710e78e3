"""Signing of finished papers behind one port: a certificate file, an agency's signing server, or nothing (the default)."""

from casework.errors import NotConfigured
from casework.settings import CertificateFile, Settings
from casework.signing.certificate import CertificateSigner
from casework.signing.port import SealField, Signer
from casework.signing.server import ServerSigner

__all__ = ["SealField", "Signer", "signer_of"]


def signer_of(settings: Settings) -> Signer:
    """The signer that the settings name.

    Raises:
        NotConfigured: they name none; papers are printed and stamped.
    """
    chosen = settings.signing
    if chosen is None:
        raise NotConfigured(
            "没有设置签名证书或者签章服务器，文书请打印后加盖实物印章；需要签名的，请系统管理员设置"
            " CASEWORK_SIGN_CERTIFICATE 或者 CASEWORK_SIGN_URL。"
        )
    if isinstance(chosen, CertificateFile):
        return CertificateSigner(chosen.file, chosen.passphrase)
    return ServerSigner(
        chosen.url,
        chosen.timeout,
        token=chosen.token,
        client_certificate=chosen.client_certificate,
        authorities=chosen.authorities,
    )
