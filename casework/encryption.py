"""Encryption of personal fields at rest, and the blind index that makes them searchable (design 2.11).

Holds no data and knows no table. Keys come from the settings or from a file in the instance folder.
"""

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from casework.errors import NotConfigured
from casework.settings import Settings


@dataclass(frozen=True)
class Cipher:
    """Encrypts, decrypts and indexes single values under one key."""

    key: bytes

    def encrypt(self, text: str) -> str:
        """The text as an opaque token; an empty text stays empty."""
        return self._fernet.encrypt(text.encode()).decode() if text else ""

    def decrypt(self, token: str) -> str:
        """The text behind a token.

        Raises:
            NotConfigured: the token was written under another key.
        """
        if not token:
            return ""
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken as error:
            raise NotConfigured(
                "个人信息无法解密：当前密钥不是写入时的密钥；请恢复原来的 CASEWORK_ENCRYPTION_KEY 或密钥文件。"
            ) from error

    def index(self, text: str) -> str:
        """A keyed digest of the normalised text: equal texts meet, nothing can be read back."""
        folded = "".join(text.split()).upper()
        if not folded:
            return ""
        made = self._index.copy()
        made.update(folded.encode())
        return made.hexdigest()

    # Both are needed for every value of every party, and cost as much as encrypting one.
    @cached_property
    def _fernet(self) -> Fernet:
        return Fernet(self._part("fernet"))

    @cached_property
    def _index(self) -> hmac.HMAC:
        return hmac.new(self._part("index"), digestmod="sha256")

    def _part(self, use: str) -> bytes:
        return base64.urlsafe_b64encode(hashlib.sha256(use.encode() + self.key).digest())


def cipher_of(settings: Settings) -> Cipher:
    """The cipher of this installation."""
    return Cipher(stored_secret(settings, "encryption", given=settings.encryption_key).encode())


def stored_secret(settings: Settings, name: str, *, given: str) -> str:
    """The secret from the settings, else from the instance folder, where it is made once and kept private."""
    if given:
        return given
    path: Path = settings.instance / f"{name}.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process made it in between
            return path.read_text().strip()
        with os.fdopen(handle, "w") as stream:
            stream.write(secrets.token_urlsafe(32))
    return path.read_text().strip()
