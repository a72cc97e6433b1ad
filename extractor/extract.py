"""Document → Extraction: what the report is, its figures, and everything it says about them."""

from __future__ import annotations

from extractor.document import Document
from extractor.extraction import Extraction
from extractor.language.read import read_prose
from extractor.language.score_links import read_score_texts
from extractor.layout.stacked import join_stacked
from extractor.profile import profile
from extractor.tables.amounts import TableContext, read_amounts
from extractor.tables.cross import cross_statements
from extractor.tables.flat_forms import read_flat_forms
from extractor.tables.goals import read_goals
from extractor.tables.logical import logical_tables
from extractor.tables.names import Names
from extractor.tables.scores import read_scores


def extract(document: Document) -> Extraction:
    """Figures and statements of a report, from text and tables. Never raises for what a document contains."""
    document = join_stacked(document)
    about = profile(document)
    tables = logical_tables(document)
    names = Names.of(tables)
    context = TableContext(about.kind, about.year)
    amounts, sums, open_amounts = read_amounts(tables, context)
    scores, score_statements, sheets, open_scores = read_scores(tables, document)
    goals, goal_statements, forms, open_goals = read_goals(tables, document, sheets)
    told_scores, told_statements, _, open_told = read_score_texts(document, sheets)
    flat, flat_statements = read_flat_forms(document, tables)
    prose = read_prose(document, about.year, names, amounts)
    figures = tuple(dict.fromkeys((*amounts, *scores, *goals, *told_scores, *flat, *prose.figures)))
    statements = (*sums, *score_statements, *goal_statements, *told_statements, *flat_statements, *prose.statements)
    return Extraction(
        document,
        about.title,
        about.organization,
        about.year,
        about.kind,
        figures,
        (*statements, *cross_statements(figures, names)),
        (*open_amounts, *open_scores, *open_goals, *open_told, *prose.open),
        tables,
    )
