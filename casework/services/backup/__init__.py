"""A consistent copy of the whole database into one file while the server runs, and such a file back; both databases.

The key of the personal data is not in it: it is kept apart (docs/manual/administration.md).
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from casework.errors import Invalid, NotConfigured, NotEmpty
from casework.models.party import Party
from casework.office import Office
from casework.services.backup import postgresql, sqlite
from casework.viewer import Moment

Tick = Callable[[int], None]
NOTHING = "没有恢复任何内容。"


@dataclass(frozen=True)
class Restored:
    """What a restore leaves to be known: where the data from before are kept, and whether our key opens what came."""

    kept: Path | None
    key_fits: bool


def back_up(
    office: Office, file: Path, *, force: bool = False, tick: Tick = lambda _n: None
) -> None:
    """Copy the database as it is at one moment. `tick` hears how many bytes were written, where that is known.

    The file appears when it is whole; a backup that stood there stays until then.

    Raises:
        NotEmpty: the file is there already and `force` is not said. Invalid: it is the database itself, or cannot be written.
        NotConfigured: the tool of the database is missing or refuses.
    """
    own = office.db.url.database if office.db.is_sqlite else None
    if own and file.exists() and os.path.samefile(file, own):
        raise Invalid("备份文件不能是正在使用的数据库；请换一个名称。")
    if not force and file.exists() and file.stat().st_size:
        raise NotEmpty(f"文件“{file}”已经存在，没有备份；请换一个名称，或者加 --force 覆盖。")
    partial = file.with_name(f".{file.name}.partial")
    try:
        copier = sqlite if office.db.is_sqlite else postgresql
        copier.dump(office.db.url, partial, tick)
        partial.replace(file)
    except OSError as error:
        raise Invalid(f"不能写入“{file}”：{error.strerror}；请检查目录、权限和磁盘。") from error
    finally:
        partial.unlink(missing_ok=True)


def restore(
    office: Office, file: Path, *, moment: Moment, force: bool = False, tick: Tick = lambda _n: None
) -> Restored:
    """Put a backup in the place of the database, whole or not at all; what stood there is backed up first.

    Raises:
        NotEmpty: the database holds units and `force` is not said.
        Invalid: the file is no backup, is damaged, comes from the other kind of database, or from a newer version.
        Busy: the embedded database is in use. NotConfigured: the tool of the database is missing or refuses.
    """
    if not file.is_file():
        raise Invalid(f"文件“{file}”不存在；请核对路径。")
    copier = sqlite if office.db.is_sqlite else postgresql
    copier.check(file)
    filled = not office.db.is_empty_of("unit")
    if filled and not force:
        raise NotEmpty(
            f"数据库中已有数据，{NOTHING}确要用备份代替的，请加 --force；现有的数据会先另存一份。"
        )
    kept = _kept(office, moment) if filled else None
    office.db.close()  # an open connection of ours would stand in the way
    copier.load(office.db.url, file, tick)
    office.db.close()
    return Restored(kept, _key_fits(office))


def _kept(office: Office, moment: Moment) -> Path:
    """The way back: the data that are about to be replaced, beside the key."""
    folder = office.settings.instance
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"before-restore-{moment.at:%Y%m%dT%H%M%S%f}.backup"
    back_up(office, file)
    return file


def _key_fits(office: Office) -> bool:
    """Whether the key of this installation opens the personal data; True where there are none."""
    with office.db.read() as session:
        token = session.scalar(select(Party.id_number).where(Party.id_number != "").limit(1))
    try:
        office.cipher.decrypt(token or "")
    except NotConfigured:
        return False
    return True
