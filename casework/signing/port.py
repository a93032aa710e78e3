"""The port of every signer: what it is handed, what comes back, and what its signature may be called."""

from dataclasses import dataclass
from typing import Protocol

from workflows.sealing import SealKind


@dataclass(frozen=True)
class SealField:
    """Where the seal of a unit goes: page from 0, box (left, bottom, right, top) in points from the lower left corner.

    `picture` is a PNG with a clear ground; a signing server has the unit's seal itself.
    """

    unit: str
    page: int
    box: tuple[float, float, float, float]
    picture: bytes | None = None


class Signer(Protocol):
    """Signs one paper by adding to its end; the bytes handed in stay as the beginning of what comes back.

    `kinds` are what the result may be called (在线政务服务规定9).
    """

    @property
    def kinds(self) -> frozenset[SealKind]: ...

    def sign(self, pdf: bytes, field: SealField) -> bytes:
        """The signed file.

        Raises:
            SigningFailed: nothing was signed; the sentence says why and what to do.
        """
        ...
