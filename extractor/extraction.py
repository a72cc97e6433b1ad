"""The result of reading a report: the document, what it is about, its figures and what it says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.document import Document
from extractor.figure import Figure
from extractor.statement import Statement
from extractor.tables.model import LogicalTable

if TYPE_CHECKING:
    from extractor.evaluation.forms.goals import GoalForm
    from extractor.evaluation.forms.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Open:
    """Something that was read but could not be bound; counted in the ledger. reason is a key."""

    reason: str
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """kind is final_accounts, self_evaluation, budget or other; year the report's own year or None."""

    document: Document
    title: str = ""
    organization: str = ""
    year: int | None = None
    kind: str = "other"
    figures: tuple[Figure, ...] = ()
    statements: tuple[Statement, ...] = ()
    open: tuple[Open, ...] = ()
    tables: tuple[LogicalTable, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    forms: tuple[GoalForm, ...] = ()
