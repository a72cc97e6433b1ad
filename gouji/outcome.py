"""One report's results as plain published records: what a worker hands back, the store keeps and a writer shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gouji.records import DocumentRecord, FigureRecord


@dataclass(frozen=True, slots=True)
class EquationRow:
    """One relation that was looked for, with its verdict."""

    code: str
    status: str
    reason: str
    label: str
    equation: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """record holds every finding; fingerprints go with them one to one. figures and equations are empty unless wanted;
    page is the report as a web page, "" unless wanted. again: came from an earlier run, not checked anew."""

    record: DocumentRecord
    fingerprints: tuple[str, ...] = ()
    figures: Sequence[FigureRecord] = ()
    equations: Sequence[EquationRow] = ()
    page: str = ""
    retry: bool = False  # failed for want of time or memory: worth another try
    again: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """An outcome after select, ignore, severity and accepted findings: what the writers get."""

    record: DocumentRecord
    fingerprints: tuple[str, ...] = ()
    figures: Sequence[FigureRecord] = ()
    page: str = ""
    accepted: int = 0
