"""Opening a PDF and reading its pages within bounds: what is damaged, locked, scanned or endless is told, not raised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pypdfium
import pypdfium2.raw as raw

from extractor.document import Problem
from extractor.location import Location
from extractor.readers.pdf.content import PageContent
from extractor.readers.pdf.page import PageLayout, lay_out, load_content
from extractor.readers.unreadable import Unreadable

if TYPE_CHECKING:
    from extractor.readers.pdf.second import SecondOpinion

MAX_PAGES = 1_000
MAX_CHARACTERS = 4_000_000
MAX_SECOND_OPINIONS = 40  # pages; pdfminer takes a tenth of a second each
MAX_BYTES = 500_000_000
_UNMAPPED_SHARE = 0.2


@dataclass(slots=True)
class OpenPdf:
    """An open document; `document` is None where only the second opinion can read it."""

    data: bytes
    document: pypdfium.PdfDocument | None = None
    page_count: int = 0
    damaged: bool = True
    _second: SecondOpinion | None = None

    @property
    def second(self) -> SecondOpinion:
        if self._second is None:
            from extractor.readers.pdf.second import SecondOpinion  # slow to import, and most files never ask

            self._second = SecondOpinion(self.data)
        return self._second

    def close(self) -> None:
        if self._second is not None:
            self._second.close()
        if self.document is not None:
            self.document.close()


@dataclass(slots=True)
class _Tally:
    """Pages a problem was met on, by the problem's kind."""

    pages: dict[str, list[int]] = field(default_factory=dict)

    def add(self, kind: str, page: int) -> None:
        self.pages.setdefault(kind, []).append(page)

    def problems(self) -> list[Problem]:
        return [
            Problem(kind, page_ranges(numbers), Location(page=numbers[0]), tuple(numbers))
            for kind, numbers in self.pages.items()
        ]


@contextmanager
def open_pdf(path: Path, data: bytes | None) -> Iterator[OpenPdf]:
    """The document, closed afterwards. Raises Unreadable."""
    if data is None:
        data = _read_bytes(path)
    if not data.strip(b"\0\r\n\t "):
        raise Unreadable("empty")
    pdf = OpenPdf(data)
    try:
        _open(pdf)
        yield pdf
    finally:
        pdf.close()


def _open(pdf: OpenPdf) -> None:
    try:
        pdf.document = pypdfium.PdfDocument(pdf.data)
    except pypdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise Unreadable("encrypted") from error
        pdf.page_count = pdf.second.page_count()
    else:
        pdf.page_count = len(pdf.document)
        pdf.damaged = not _is_complete(pdf.data)
    if not pdf.page_count:
        raise Unreadable("damaged")


def _read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Unreadable("too_large", f"{path.stat().st_size / 1e6:.0f}")
        return path.read_bytes()
    except OSError as error:
        raise Unreadable("cannot_open", error.strerror or "") from error


def _is_complete(data: bytes) -> bool:
    """Whether the file ends as a PDF does and its cross-reference table is where the end says."""
    tail = data[-2048:]
    if b"%%EOF" not in tail or b"startxref" not in tail:
        return False
    number = tail.rpartition(b"startxref")[2].split()[:1]
    if not number or not number[0].isdigit():
        return False
    start = data.find(b"%PDF", 0, 1024)
    target = data[max(0, start) + int(number[0]) :][:40].lstrip()
    return target.startswith(b"xref") or b" obj" in target


def read_pages(pdf: OpenPdf) -> tuple[list[PageLayout], list[Problem]]:
    """The pages laid out, and the problems met. Raises Unreadable if not one page could be read."""
    pages: list[PageLayout] = []
    tally = _Tally()
    extra: list[Problem] = []
    characters = 0
    for index in range(min(pdf.page_count, MAX_PAGES)):
        content = _read_page(pdf, index, tally)
        if content is None:
            continue
        characters += len(content.chars)
        page, too_complex = lay_out(content)
        pages.append(page)
        if too_complex:
            tally.add("page_too_complex", index + 1)
        if characters > MAX_CHARACTERS:
            extra.append(Problem("too_many_characters", str(index + 1)))
            break
    if not pages:
        raise Unreadable("damaged")
    if pdf.page_count > MAX_PAGES:
        extra.append(Problem("too_many_pages", f"{MAX_PAGES}/{pdf.page_count}"))
    if pdf.damaged:
        extra.insert(0, Problem("damaged_file"))
    return pages, extra + tally.problems()


def _read_page(pdf: OpenPdf, index: int, tally: _Tally) -> PageContent | None:
    content = _load(pdf.document, index)
    if content is None or pdf.damaged or _is_suspicious(content):
        better = pdf.second.read(index) if pdf.second.given < MAX_SECOND_OPINIONS else None
        if better is not None and (content is None or len(better.chars) > 1.1 * len(content.chars) + 5):
            content = better
    if content is None:
        tally.add("page_unreadable", index + 1)
        return None
    if content.is_scan or (content.has_image and not content.chars):
        tally.add("no_text_layer", index + 1)
    elif content.unmapped > _UNMAPPED_SHARE * (len(content.chars) + content.unmapped):
        tally.add("glyphs_without_text", index + 1)
    return content


def _load(document: pypdfium.PdfDocument | None, index: int) -> PageContent | None:
    if document is None:
        return None
    try:
        page = document[index]
    except pypdfium.PdfiumError:
        return None
    try:
        return load_content(page, index + 1)
    except RuntimeError:
        return None
    finally:
        page.close()


def _is_suspicious(content: PageContent) -> bool:
    """Fewer characters than a page that is neither blank nor scanned has."""
    if content.unmapped > _UNMAPPED_SHARE * (len(content.chars) + content.unmapped):
        return True
    return not content.chars and not content.has_image


def page_ranges(numbers: Sequence[int]) -> str:
    """1, 2, 3, 7 → "1-3, 7"."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges)
