"""Document → Extraction: what the report is, its figures, and everything it says about them."""

from __future__ import annotations

from extractor.document import Document
from extractor.evaluation.read import read_self_evaluation
from extractor.extraction import Extraction
from extractor.language.read import read_prose
from extractor.layout.spaced import close_spaced
from extractor.layout.stacked import join_stacked
from extractor.profile import profile
from extractor.tables.amounts import TableContext, read_amounts
from extractor.tables.cross import cross_statements
from extractor.tables.licence import doubt_unruled
from extractor.tables.logical import logical_tables
from extractor.tables.names import Names


def extract(document: Document) -> Extraction:
    """Figures and statements of a report, from text and tables. Never raises for what a document contains."""
    document = join_stacked(close_spaced(document))
    about = profile(document)
    tables = logical_tables(document)
    names = Names.of(tables)
    amounts, sums, open_amounts = read_amounts(tables, TableContext(about.kind, about.year))
    prose = read_prose(document, about.year, names, amounts, about.organization)
    evaluation = read_self_evaluation(tables, document, told=prose.figures)
    figures = tuple(dict.fromkeys((*amounts, *evaluation.figures, *prose.figures)))
    cross = cross_statements(figures, names)
    return Extraction(
        document,
        about.title,
        about.organization,
        about.year,
        about.kind,
        figures,
        (*sums, *prose.statements, *doubt_unruled((*evaluation.statements, *cross), tables)),
        (*open_amounts, *evaluation.open, *prose.open),
        tables,
        evaluation.sheets,
        evaluation.forms,
    )
