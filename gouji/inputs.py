"""What the user named on the command line, as single reports in a fixed order: files, folders, globs, archives, lists."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
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
        ".docm",
        ".doc",
        ".wps",
        ".rtf",
        ".odt",
        ".xlsx",
        ".xlsm",
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
MEMBER = "!"  # ARCHIVE!MEMBER is how a file inside an archive is called


@dataclass(frozen=True, slots=True)
class Input:
    """One report to read: its name for people, and the file that holds its content where that is another one.

    problem (kind, detail) stands where an archive could not give it.
    """

    name: str
    copy: str = ""
    problem: tuple[str, str] | None = None

    @property
    def file(self) -> str:
        return self.copy or self.name


def find_inputs(paths: Iterable[str], workspace: Callable[[], Path]) -> Iterator[Input]:
    """The reports, each once, in the order named; folders in name order. What does not exist is passed on: reading it
    tells. Members of archives are unpacked into folders that `workspace` makes when first needed."""
    seen: set[str] = set()
    for path in paths:
        for found in _expand(path):
            if found in seen:
                continue
            seen.add(found)
            if _is_archive(found):
                yield from _unpack(found, workspace())
            else:
                yield Input(found)


def _expand(path: str) -> Iterator[str]:
    if Path(path).is_dir():
        yield from _walk(path)
    elif os.access(path, os.F_OK) or not glob.has_magic(path):
        yield path
    else:
        matches = sorted(glob.iglob(path, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        for match in matches:
            yield from _walk(match) if Path(match).is_dir() else [match]
        if not matches:
            yield path


def _walk(folder: str) -> Iterator[str]:
    """Every report below a folder. A folder that may not be listed is passed on, so that the run tells it."""
    unlisted: list[str] = []
    for root, folders, files in os.walk(folder, onerror=lambda error: unlisted.append(str(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if Path(name).suffix.lower() in ENDINGS and not name.startswith((".", "~$")):
                yield str(Path(root) / name)
    yield from unlisted


def _is_archive(path: str) -> bool:
    if Path(path).suffix.lower() != ".zip":
        return False
    from extractor.readers.archive import is_archive

    return is_archive(path)


def _unpack(path: str, folder: Path) -> Iterator[Input]:
    """The reports in a zip, other files left out, each as a copy under a name of our own."""
    from extractor.readers.archive import Member, read_archive
    from extractor.readers.unreadable import Unreadable

    try:
        for number, found in enumerate(read_archive(path)):
            if not isinstance(found, Member):
                yield Input(f"{path}{MEMBER}{found.detail}", problem=(found.kind, found.detail))
            elif Path(found.name).suffix.lower() in ENDINGS:
                copy = folder / f"{number:06}{Path(found.name).suffix.lower()}"
                copy.write_bytes(found.data)
                yield Input(f"{path}{MEMBER}{found.name}", str(copy))
    except Unreadable as bad:
        yield Input(path, problem=(bad.kind, bad.detail))


def read_list(file: str) -> list[str]:
    """The paths of a list, one a line; blank lines and lines that begin with # do not count. - is standard input."""
    text = _standard_input() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _standard_input() -> str:
    import sys

    return sys.stdin.read()


def archive_of(name: str) -> str:
    """The file on disk that a report's name stands for: of a member, its archive."""
    archive, mark, _ = name.partition(MEMBER)
    return archive if mark and not os.access(name, os.F_OK) else name


def read_input(source: Input) -> Document:
    """The document, under its name for people."""
    from dataclasses import replace

    from extractor import read
    from extractor.document import Document, Problem, Status

    if source.problem is not None:
        return Document(source.name, "", "", status=Status.FAILED, problems=(Problem(*source.problem),))
    document = read(source.file)
    return replace(document, path=source.name) if source.copy else document
