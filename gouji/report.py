"""One report checked, as objects: what `gouji.check` returns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checks.finding import Finding
from checks.ledger import Ledger
from extractor.document import Document, Problem, Status
from extractor.extraction import Extraction

if TYPE_CHECKING:
    from gouji.output.words import Lang
    from gouji.records import DocumentRecord

EMPTY_LEDGER = Ledger((), (), (), ())


@dataclass(frozen=True, slots=True)
class Report:
    """The document with all problems met, what was read out of it, what is wrong with it, what was checked."""

    document: Document
    extraction: Extraction
    findings: tuple[Finding, ...] = ()
    ledger: Ledger = EMPTY_LEDGER

    def to_record(self, lang: Lang = "zh") -> DocumentRecord:
        """The published form: an entry of `documents` in `gouji check --format json`."""
        from gouji.publish import publish

        return publish(self, lang)


def extract_document(document: Document) -> Extraction:
    """What a document tells; of one that could not be read, nothing."""
    if document.status is Status.FAILED:
        return Extraction(document)
    from extractor.extract import extract

    return extract(document)


def check_document(document: Document) -> Report:
    """A document read, checked and explained. A check that breaks is told as a problem of the document, never raised."""
    extraction = extract_document(document)
    if document.status is Status.FAILED:
        return Report(document, extraction)
    from checks.examine import examine

    examination = examine(extraction)
    told = _with_problems(extraction.document, examination.problems)
    return Report(told, replace(extraction, document=told), examination.findings, examination.ledger)


def _with_problems(document: Document, problems: tuple[Problem, ...]) -> Document:
    """A check that broke is told like a part that could not be read: silence must mean checked."""
    if not problems:
        return document
    return replace(document, problems=(*document.problems, *problems), status=Status.PARTIAL)


def failed_report(path: str, kind: str, detail: str = "", sha256: str = "") -> Report:
    """A report of which nothing came back: the file hung, crashed its worker or broke a limit."""
    document = Document(path, "", sha256, status=Status.FAILED, problems=(Problem(kind, detail),))
    return Report(document, Extraction(document))
