"""Hands a paper to an agency's signing server (签章服务器) over HTTP; the contract is docs/signing.md."""

import hashlib
import http.client
import json
import ssl
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from casework.errors import NotConfigured, SigningFailed
from casework.signing.port import SealField
from workflows.sealing import SealKind

_ATTEMPTS = 3
_PAUSE = 1.0  # seconds before the second attempt, twice as many before the third
_MOST_ADDED = 16 * 1024 * 1024
_KEPT = "文书仍为签发时的原样，请稍后重试，或者打印后加盖实物印章。"


class _Passing(Exception):
    """A failure that another attempt may mend."""


@dataclass(frozen=True)
class ServerSigner:
    """One server for all units. `timeout` in seconds holds for connecting and for each answer.

    What its seals are is the server's and the unit's affair: the unit's setting says it (在线政务服务规定9).
    """

    url: str
    timeout: float
    token: str = field(default="", repr=False)
    client_certificate: Path | None = None
    authorities: Path | None = None
    pause: float = _PAUSE
    kinds: frozenset[SealKind] = frozenset({SealKind.technical, SealKind.official})

    def sign(self, pdf: bytes, field: SealField) -> bytes:
        """What the server answers, unchecked. The same paper bears the same key, so that asking again is safe.

        Raises:
            SigningFailed: the server refused, or cannot be reached. NotConfigured: a certificate cannot be read.
        """
        said = ""
        for attempt in range(_ATTEMPTS):
            if attempt:
                time.sleep(self.pause * attempt)
            try:
                return self._asked(pdf, field)
            except _Passing as error:
                said = str(error)
        raise SigningFailed(f"签章服务器{said}；{_KEPT}")

    def _asked(self, pdf: bytes, field: SealField) -> bytes:
        parts = urlsplit(self.url)
        left, bottom, right, top = (f"{number:.2f}" for number in field.box)
        place = {"left": left, "bottom": bottom, "right": right, "top": top}
        query = urlencode({"unit": field.unit, "page": field.page + 1, **place})
        connection = self._connection(parts.hostname or "", parts.port, parts.scheme)
        try:
            connection.request("POST", f"{parts.path or '/'}?{query}", pdf, self._headers(pdf))
            answer = connection.getresponse()
            body = answer.read(len(pdf) + _MOST_ADDED)
        except (OSError, http.client.HTTPException) as error:
            raise _Passing(f"没有应答（{type(error).__name__}）") from error
        finally:
            connection.close()
        if answer.status == http.client.OK:
            return body
        if answer.status >= http.client.INTERNAL_SERVER_ERROR or answer.status in (408, 429):
            raise _Passing(f"暂时不能签章（{answer.status}）{_reason(body)}")
        raise SigningFailed(f"签章服务器拒绝签章（{answer.status}）{_reason(body)}；{_KEPT}")

    def _headers(self, pdf: bytes) -> dict[str, str]:
        headers = {
            "Content-Type": "application/pdf",
            "Accept": "application/pdf",
            "Idempotency-Key": hashlib.sha256(pdf).hexdigest(),
        }
        return headers | ({"Authorization": f"Bearer {self.token}"} if self.token else {})

    def _connection(self, host: str, port: int | None, scheme: str) -> http.client.HTTPConnection:
        if scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self.timeout)
        try:
            context = ssl.create_default_context(cafile=self.authorities)
            if self.client_certificate:
                context.load_cert_chain(self.client_certificate)
        except OSError as error:
            raise NotConfigured(
                "签章服务器的客户端证书或者根证书不能读取；请检查 CASEWORK_SIGN_CLIENT_CERTIFICATE 和 CASEWORK_SIGN_CA。"
            ) from error
        return http.client.HTTPSConnection(host, port, timeout=self.timeout, context=context)


def _reason(body: bytes) -> str:
    """The server's own sentence, where it gave one."""
    try:
        said = json.loads(body)
    except ValueError:
        return ""
    message = said.get("message") if isinstance(said, dict) else None
    return f"：{message.strip()[:200].rstrip('。；')}" if isinstance(message, str) else ""
