"""What the tests of the demonstration share: the day they run on and an installation in a folder of its own."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from casework.db import Database
from casework.encryption import Cipher
from casework.office import Office
from casework.settings import read_settings
from casework.viewer import Moment

TODAY = date(2026, 6, 17)  # a Wednesday with published days around it


@dataclass(frozen=True)
class Loaded:
    """The office after `casework demo`, its exit code and what it said."""

    office: Office
    moment: Moment
    exit_code: int
    said: tuple[str, ...]


def office_at(url: str, instance: Path) -> Office:
    """An installation with its files in a folder of its own."""
    settings = read_settings({"CASEWORK_INSTANCE": str(instance)}, database_url=url)
    return Office(Database(url), Cipher(b"a key for tests"), settings)
