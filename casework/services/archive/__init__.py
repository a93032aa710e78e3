"""Everything an installation holds as one open file (docs/archive.md), written out and loaded into an empty system again."""

from casework.services.archive.loading import Loaded, load_archive
from casework.services.archive.writing import Exported, export_archive, rows_in

__all__ = ["Exported", "Loaded", "export_archive", "load_archive", "rows_in"]
