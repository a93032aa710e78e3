"""An open installation: its database, its cipher, its settings. What a service is handed to work with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from casework.db import Database
from casework.encryption import Cipher, cipher_of
from casework.settings import Settings
from casework.viewer import Moment


@dataclass(frozen=True)
class Office:
    """Everything a service needs from outside."""

    db: Database
    cipher: Cipher
    settings: Settings

    def now(self) -> Moment:
        """The present moment and day in the office's time zone; asked at the edges only (pages, API, commands)."""
        return present(self.settings)


def present(settings: Settings) -> Moment:
    """The present moment and the office's day."""
    at = datetime.now(UTC)
    return Moment(at, at.astimezone(settings.timezone).date())


@contextmanager
def open_office(settings: Settings) -> Iterator[Office]:
    """Open the installation that the settings name, and give the connections back at the end."""
    office = Office(Database(settings.database_url), cipher_of(settings), settings)
    try:
        yield office
    finally:
        office.db.close()
