"""File → `Document`, whatever the format. `read` is the only door; see `front`."""

from __future__ import annotations

from pathlib import Path

from extractor.document import Document
from extractor.readers.unreadable import Unreadable


def read(path: str | Path) -> Document:
    """The report in a file. Never raises for a bad file: its document has status failed and one problem."""
    from extractor.readers.front import read as read_file

    return read_file(path)


__all__ = ["Unreadable", "read"]
