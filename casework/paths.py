"""Where templates/, migrations/ and the manual lie, in a checkout or inside an installed wheel."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """The folder `name` (`templates`, `migrations`, `docs/manual`), bundled in a wheel or beside the package in a checkout."""
    bundled = _HERE / "_bundled" / name
    return bundled if bundled.is_dir() else _HERE.parent / name


TEMPLATES = resource("templates")
MIGRATIONS = resource("migrations")
MANUAL = resource("docs/manual")
FONTS = _HERE / "fonts"
TESTS = _HERE.parent / "tests"  # beside the package in a checkout only
