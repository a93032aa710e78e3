"""pyHanko, which comes with the extra `sign`: loaded when something is signed or checked, named when it is missing."""

import importlib
from typing import Any

from casework.errors import NotConfigured


def part(name: str) -> Any:
    """A module of pyHanko.

    Raises:
        NotConfigured: the extra is not installed.
    """
    try:
        return importlib.import_module(f"pyhanko.{name}")
    except ImportError as error:
        raise NotConfigured(
            "没有安装签名组件；请安装 casework[sign]（pip install 'casework[sign]'）后再试。"
        ) from error


def unreadable() -> tuple[type[Exception], ...]:
    """What pyHanko raises for a file that is none, or that was made to mislead."""
    error: type[Exception] = part("pdf_utils.misc").PdfError
    return (error, ValueError, LookupError, TypeError, AttributeError, OSError)
