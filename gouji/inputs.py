"""What the user named on the command line, as single reports in a fixed order: files, folders, globs, archives, lists."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.document import Document

ENDINGS = frozenset(
    [
        ".txt",
        ".md",
        ".pdf",
        ".docx",
        ".doc",
        ".wps",
        ".rtf",
        ".odt",
        ".xlsx",
        ".xls",
        ".et",
        ".ods",
        ".html",
        ".htm",
        ".shtml",
        ".xhtml",
        ".mht",
        ".mhtml",
        ".zip",
    ]
)
"""What is taken from a folder. A file named by itself is tried whatever its ending."""
MEMBER = "!"  # ARCHIVE!MEMBER


def find_inputs(paths: Iterable[str]) -> Iterator[str]:
    """The reports, each once, in the order named; folders in name order. What does not exist is passed on: reading it tells."""
    seen: set[str] = set()
    for path in paths:
        for found in _expand(path):
            if found not in seen:
                seen.add(found)
                yield found


def _expand(path: str) -> Iterator[str]:
    if Path(path).is_dir():
        yield from _walk(path)
    elif os.access(path, os.F_OK) or not glob.has_magic(path):
        yield from _open_archive(path)
    else:
        matches = sorted(glob.iglob(path, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        for match in matches:
            yield from _expand(match) if Path(match).is_dir() else _open_archive(match)
        if not matches:
            yield path


def _walk(folder: str) -> Iterator[str]:
    """Every report below a folder. A folder that may not be listed is passed on, so that the run tells it."""
    unlisted: list[str] = []
    for root, folders, files in os.walk(folder, onerror=lambda error: unlisted.append(str(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if Path(name).suffix.lower() in ENDINGS and not name.startswith((".", "~$")):
                yield from _open_archive(str(Path(root) / name))
    yield from unlisted


def _open_archive(path: str) -> Iterator[str]:
    if Path(path).suffix.lower() != ".zip" or not Path(path).is_file():
        yield path
        return
    from extractor.readers.archive import list_members

    members = list_members(path)
    yield from (f"{path}{MEMBER}{name}" for name in members)
    if not members:
        yield path


def read_list(file: str) -> list[str]:
    """The paths of a list, one a line; blank lines and lines that begin with # do not count. - is standard input."""
    text = _standard_input() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _standard_input() -> str:
    import sys

    return sys.stdin.read()


def archive_of(path: str) -> tuple[str, str] | None:
    """(archive, member) of a path into an archive, None for a plain file."""
    archive, mark, member = path.partition(".zip" + MEMBER)
    if mark and not os.access(path, os.F_OK):
        return archive + ".zip", member
    archive, mark, member = path.partition(".ZIP" + MEMBER)
    return (archive + ".ZIP", member) if mark and not os.access(path, os.F_OK) else None


def read_input(path: str) -> Document:
    inside = archive_of(path)
    if inside is None:
        from extractor import read

        return read(path)
    from extractor.readers.archive import read_member

    return read_member(*inside)
