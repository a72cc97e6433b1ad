"""Zip files of reports: members one after another, with limits on size, count, depth and ratio.

A year's reports of a county come as one zip, often with names in GBK and with further zips inside.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from extractor.document import Problem
from extractor.readers.package import is_bomb
from extractor.readers.sniff import FAULTS, sniff
from extractor.readers.unreadable import Unreadable

MOST_MEMBERS = 2000
MOST_BYTES = 2_000_000_000
MOST_DEPTH = 3
_UTF8_NAMES = 0x800
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini", "~$")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. name is its path there, archives inside archives included; it is never a path on disk."""

    name: str
    data: bytes


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked of one archive and of all inside it."""

    members: int = MOST_MEMBERS
    size: int = MOST_BYTES


def is_archive(path: str | Path) -> bool:
    """Whether a file is a zip of files rather than an office document, by its content."""
    try:
        with Path(path).open("rb") as file:
            return file.read(4) == b"PK\x03\x04" and sniff(Path(path).read_bytes(), "") == "zip"
    except (OSError, Unreadable):
        return False


def read_archive(path: str | Path) -> Iterator[Member | Problem]:
    """The members of a zip in order, one in memory at a time; a problem in place of each that cannot be had.

    Raises Unreadable where the archive itself cannot be opened.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise Unreadable("cannot_open", error.strerror or "") from error
    yield from _members(data, "", 1, _Budget())


def _members(data: bytes, prefix: str, depth: int, budget: _Budget) -> Iterator[Member | Problem]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except FAULTS as error:
        raise Unreadable("damaged") from error
    with archive:
        for entry in archive.infolist():
            name = prefix + member_name(entry)
            if entry.is_dir() or any(litter in name for litter in _LITTER):
                continue
            if budget.members <= 0:
                yield Problem("archive_too_many", str(MOST_MEMBERS))
                return
            budget.members -= 1
            found = _extract(archive, entry, name, budget)
            if isinstance(found, Member) and _is_zip(found):
                yield from _inside(found, depth, budget)
            else:
                yield found


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, budget: _Budget) -> Member | Problem:
    if entry.flag_bits & 1:
        return Problem("encrypted", name)
    if is_bomb(entry):
        return Problem("archive_ratio", name)
    if entry.file_size > budget.size:
        return Problem("archive_member_too_large", name)
    try:
        with archive.open(entry) as file:
            data = file.read(entry.file_size + 1)
    except (*FAULTS, MemoryError):
        return Problem("archive_member_failed", name)
    budget.size -= len(data)
    return Member(name, data)


def _inside(member: Member, depth: int, budget: _Budget) -> Iterator[Member | Problem]:
    if depth >= MOST_DEPTH:
        yield Problem("archive_too_deep", member.name)
        return
    try:
        yield from _members(member.data, f"{member.name}/", depth + 1, budget)
    except Unreadable:
        yield Problem("archive_member_failed", member.name)


def _is_zip(member: Member) -> bool:
    if not member.data.startswith(b"PK\x03\x04"):
        return False
    try:
        return sniff(member.data, "") == "zip"
    except Unreadable:
        return False


def member_name(entry: zipfile.ZipInfo) -> str:
    """The member's path as its author saw it, without any step out of the archive.

    Chinese zips written on Windows hold GBK names that the zip format calls code page 437.
    """
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAMES:
        raw = name.encode("cp437", errors="replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    return "/".join(part.replace(":", "_") for part in parts) or "_"
