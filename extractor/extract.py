"""Document → Extraction: what the report is, its figures, and everything it says about them."""

from __future__ import annotations

from extractor.document import Document
from extractor.extraction import Extraction
from extractor.language.read import read_prose
from extractor.profile import profile


def extract(document: Document) -> Extraction:
    """Figures and statements of a report, from text and tables. Never raises for what a document contains."""
    about = profile(document)
    prose = read_prose(document, about.year)
    return Extraction(
        document,
        about.title,
        about.organization,
        about.year,
        about.kind,
        prose.figures,
        prose.statements,
        prose.open,
    )
