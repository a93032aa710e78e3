"""Everything the application refuses, as one tree. Codes are stable; HTTP statuses live in `web` and `api` only.

CaseworkError
  NotFound · NotAllowed
  Conflict: StaleCase, ActionRefused (carries the basis), NumberTaken, NotEmpty
  TooMany
  Invalid: MissingEvidence, NoCalendar, MissingGlyph
  Busy · NotConfigured · SigningFailed
"""

import zipfile
import zlib
from collections.abc import Mapping

BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    SyntaxError,  # of XML too
    LookupError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    TypeError,
    AttributeError,
)
"""What the libraries raise when an office file is not whole, or a part of it is not what it should be; each reader says so in a sentence."""


class CaseworkError(Exception):
    """Base of all. `message` is a Chinese sentence: the place, the rule, the way out."""

    code = "error"

    def __init__(
        self, message: str, *, basis: str = "", fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.basis = basis
        self.fields: dict[str, str] = dict(fields or {})


class NotFound(CaseworkError):
    code = "not_found"


class NotAllowed(CaseworkError):
    code = "not_allowed"


class Conflict(CaseworkError):
    code = "conflict"


class StaleCase(Conflict):
    """Somebody was faster: the record has moved on since it was read."""

    code = "stale_case"


class ActionRefused(Conflict):
    """The law does not allow this act now; `basis` names the article."""

    code = "action_refused"


class NumberTaken(Conflict):
    code = "number_taken"


class NotEmpty(Conflict):
    """A command would overwrite data that is not its own."""

    code = "not_empty"


class Invalid(CaseworkError):
    code = "invalid"


class MissingEvidence(Invalid):
    code = "missing_evidence"


class NoCalendar(Invalid):
    """A day outside the recorded calendar was asked for."""

    code = "no_calendar"


class MissingGlyph(Invalid):
    """A character that none of the fonts can draw."""

    code = "missing_glyph"


class TooMany(CaseworkError):
    """A limit against abuse was reached; the sentence says when and how to go on."""

    code = "too_many"


class Busy(CaseworkError):
    """Another writer holds the database for longer than anybody waits; nothing was done."""

    code = "busy"


class NotConfigured(CaseworkError):
    code = "not_configured"


class SigningFailed(CaseworkError):
    """A paper was not signed, or what came back was refused; the paper stays as it was issued."""

    code = "signing_failed"
