"""The front door: any file in, a `Document` out. A bad file gives a failed document, never an exception."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable
from functools import cache
from itertools import accumulate, takewhile
from pathlib import Path

from extractor.document import Document, Problem, Status, Table
from extractor.readers.reading import Reading
from extractor.readers.sniff import sniff
from extractor.readers.unreadable import Unreadable
from patterns.load import load_yaml

MOST_BYTES = 300_000_000
_MOST_CONTENT = 400_000  # cells; the tables of a report of a thousand pages
_PARAGRAPH = 4  # cells' worth of work


def read(path: str | Path) -> Document:
    """The report in a file of any format gouji knows. What cannot be read has status failed and one problem."""
    file = Path(path)
    try:
        data = _load(file)
    except Unreadable as bad:
        return _failed(file, bad)
    return read_bytes(data, file)


def read_bytes(data: bytes, path: str | Path) -> Document:
    """The same for content that is in memory (a member of an archive); path is its name."""
    file = Path(path)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        kind = sniff(data, file.suffix)
    except Unreadable as bad:
        return _failed(file, bad, sha256)
    try:
        if kind == "zip":
            raise Unreadable("is_archive")
        reading = _arranged(_limited(_READERS[kind](data, file)))
        if not reading.blocks and not reading.problems:
            raise Unreadable("empty")
    except Unreadable as bad:
        return _failed(file, bad, sha256, kind)
    except TimeoutError:  # set by who watches the time: not the reader's to swallow
        raise
    except Exception as fault:  # a hostile file may break any parser: the run over other files goes on
        return _failed(file, Unreadable("reader_failed", type(fault).__name__), sha256, kind)
    status = Status.PARTIAL if any(map(_loses, reading.problems)) else Status.OK
    return Document(
        str(file), kind, sha256, reading.blocks, status, reading.problems, reading.pages, dict(reading.properties)
    )


def _load(file: Path) -> bytes:
    try:
        if file.is_dir():
            raise Unreadable("is_folder")
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise Unreadable("too_large", f"{size / 1e6:.0f}")
        if size and not file.is_file():
            raise Unreadable("not_a_file")
        return file.read_bytes() if file.is_file() else b""
    except FileNotFoundError:
        raise Unreadable("not_found") from None
    except PermissionError:
        raise Unreadable("no_permission") from None
    except OSError as error:
        raise Unreadable("cannot_open", error.strerror or "") from error


def _failed(file: Path, bad: Unreadable, sha256: str = "", kind: str = "") -> Document:
    return Document(str(file), kind, sha256, status=Status.FAILED, problems=(Problem(bad.kind, bad.detail),))


def _limited(reading: Reading) -> Reading:
    """A file of endless lines or cells costs time for each: what no report reaches is cut off, and said."""
    sizes = accumulate(len(block.cells) if isinstance(block, Table) else _PARAGRAPH for block in reading.blocks)
    kept = sum(1 for _ in takewhile(lambda size: size <= _MOST_CONTENT, sizes))
    if kept == len(reading.blocks):
        return reading
    if not kept:
        raise Unreadable("table_too_large")
    problems = (*reading.problems, Problem("too_long", str(kept)))
    return Reading(reading.blocks[:kept], problems, reading.pages, reading.properties)


def _arranged(reading: Reading) -> Reading:
    from extractor.layout.captions import attach_notes
    from extractor.layout.headings import arrange

    return Reading(arrange(attach_notes(reading.blocks)), reading.problems, reading.pages, reading.properties)


@cache
def _harmless() -> frozenset[str]:
    return frozenset(kind for kind, words in load_yaml("problems").items() if words.get("harmless"))


def _loses(problem: Problem) -> bool:
    """Whether a problem means that a part of the report was not read."""
    return problem.kind not in _harmless()


def _read_text(data: bytes, file: Path) -> Reading:
    from extractor.readers.text import read_text

    return read_text(data)


def _read_pdf(data: bytes, file: Path) -> Reading:
    from extractor.readers.pdf.reader import read_pdf

    blocks, problems, pages = read_pdf(file, data)
    return Reading(tuple(blocks), tuple(problems), pages)


def _read_docx(data: bytes, file: Path) -> Reading:
    from extractor.readers.word.docx import read_docx

    return read_docx(data)


def _read_html(data: bytes, file: Path) -> Reading:
    from extractor.readers.web.html import read_html

    return read_html(data)


def _read_mhtml(data: bytes, file: Path) -> Reading:
    from extractor.readers.web.html import read_mhtml

    return read_mhtml(data)


def _read_sheets(data: bytes, file: Path) -> Reading:
    from extractor.readers.sheets.reader import read_sheets

    return read_sheets(data)


def _read_ods(data: bytes, file: Path) -> Reading:
    from extractor.readers.sheets.ods import read_ods

    return read_ods(data)


def _read_sheet_xml(data: bytes, file: Path) -> Reading:
    from extractor.readers.sheets.sheet_xml import read_sheet_xml

    return read_sheet_xml(data)


def _read_delimited(data: bytes, file: Path) -> Reading:
    from extractor.readers.sheets.delimited import read_delimited

    return read_delimited(data)


def _read_legacy(data: bytes, file: Path) -> Reading:
    from extractor.readers.word.docx import read_docx
    from extractor.readers.word.legacy import convert

    return read_docx(convert(data.removeprefix(codecs.BOM_UTF8).lstrip(), sniff(data, file.suffix)))


_READERS: dict[str, Callable[[bytes, Path], Reading]] = {
    "pdf": _read_pdf,
    "docx": _read_docx,
    "xlsx": _read_sheets,
    "xls": _read_sheets,
    "ods": _read_ods,
    "sheet_xml": _read_sheet_xml,
    "csv": _read_delimited,
    "html": _read_html,
    "mhtml": _read_mhtml,
    "text": _read_text,
    **dict.fromkeys(("doc", "rtf", "odt", "xml"), _read_legacy),
}
