"""Everything a self-evaluation says in points: score sheets, goal forms, scores in the text, bands of projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.document import Document
from extractor.evaluation.forms.flat import read_flat_forms
from extractor.evaluation.forms.goals import GoalForm, read_goals
from extractor.evaluation.forms.scores import read_scores
from extractor.evaluation.forms.sheet import Sheet
from extractor.evaluation.goal_cross import goal_cross
from extractor.evaluation.text.links import read_score_texts
from extractor.extraction import Open
from extractor.figure import Figure
from extractor.statement import Statement
from extractor.tables.model import LogicalTable


@dataclass(frozen=True, slots=True)
class SelfEvaluation:
    """figures (those not told before) and statements for the extraction; sheets and forms for the published records."""

    figures: tuple[Figure, ...]
    statements: tuple[Statement, ...]
    sheets: tuple[Sheet, ...]
    forms: tuple[GoalForm, ...]
    open: tuple[Open, ...]


def read_self_evaluation(
    tables: Sequence[LogicalTable], document: Document, told: Sequence[Figure] = ()
) -> SelfEvaluation:
    """Read all of it. told are the figures of running text: a number met again stays the same figure."""
    figures, statements, sheets, unbound = read_scores(tables, document)
    goal_figures, goals, forms, goal_open = read_goals(tables, document, sheets)
    text_figures, texts, _, text_open = read_score_texts(document, sheets, told)
    flat_figures, flat = read_flat_forms(document, tables)
    known = set(told)
    return SelfEvaluation(
        tuple(f for f in dict.fromkeys([*figures, *goal_figures, *text_figures, *flat_figures]) if f not in known),
        (*statements, *goals, *texts, *flat, *goal_cross(told, forms)),
        tuple(sheets),
        tuple(forms),
        (*unbound, *goal_open, *text_open),
    )
