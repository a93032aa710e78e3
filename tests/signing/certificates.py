"""A certificate made for a test, and the drawn paper that is signed with it; no test here."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

PASSPHRASE = "kouling"
HOLDER, OFFICE = "某市某区人民政府（测试证书）", "某市某区人民政府"


@lru_cache(maxsize=1)
def _pkcs12() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    parts = {NameOID.COUNTRY_NAME: "CN", NameOID.ORGANIZATION_NAME: OFFICE, NameOID.COMMON_NAME: HOLDER}  # fmt: skip
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in parts.items()])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, False, False, False, False), True
        )
        .sign(key, hashes.SHA256())
    )
    encryption = BestAvailableEncryption(PASSPHRASE.encode())
    return pkcs12.serialize_key_and_certificates(b"test", key, certificate, None, encryption)


def certificate_file(folder: Path) -> Path:
    """The certificate with its key as a file."""
    file = folder / "unit.p12"
    file.write_bytes(_pkcs12())
    return file
