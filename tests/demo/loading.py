"""What the tests of the demonstration share: the day they run on, an installation in a folder of its own, and one load for all."""

import fcntl
import json
import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from casework import demo
from casework.db import Database
from casework.encryption import Cipher
from casework.office import Office
from casework.services.upgrade import migrate
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


@dataclass(frozen=True)
class StandingOffice(Office):
    """An office whose clock stands on the day of the demonstration."""

    def now(self) -> Moment:
        return Moment.on(TODAY)


def office_at(url: str, instance: Path) -> Office:
    """An installation with its files in a folder of its own."""
    settings = read_settings({"CASEWORK_INSTANCE": str(instance)}, database_url=url)
    return StandingOffice(Database(url), Cipher(b"a key for tests"), settings)


def load(office: Office) -> Loaded:
    """`casework demo` on an empty database."""
    said: list[str] = []
    moment = Moment.on(TODAY)
    return Loaded(office, moment, demo.run(office, moment=moment, echo=said.append), tuple(said))


def copied(factory: pytest.TempPathFactory) -> Loaded:
    """A copy of the demonstration on SQLite for one worker; loading takes half a minute and is done once in a run."""
    instance = factory.mktemp("demo") / "instance"
    shutil.copytree(_loaded_once(factory), instance)
    exit_code, said = json.loads((instance / "said.json").read_text(encoding="utf-8"))
    office = office_at(f"sqlite:///{instance / 'casework.db'}", instance)
    return Loaded(office, Moment.on(TODAY), exit_code, tuple(said))


def _loaded_once(factory: pytest.TempPathFactory) -> Path:
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "demonstration"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # whoever comes second waits and finds it
        if not (folder / "said.json").exists():
            folder.mkdir()
            _load_into(folder)
    return folder


def _load_into(folder: Path) -> None:
    office = office_at(f"sqlite:///{folder / 'casework.db'}", folder)
    migrate(office.db)
    loaded = load(office)
    office.db.close()
    said = json.dumps([loaded.exit_code, loaded.said], ensure_ascii=False)
    (folder / "said.json").write_text(said, encoding="utf-8")
