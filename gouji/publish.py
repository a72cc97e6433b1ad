"""From objects to the published records: the one place where findings become words and numbers become strings."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from checks.finding import Evidence, Finding
from checks.judge import Status as Outcome
from checks.ledger import Ledger
from extractor.document import Problem
from extractor.figure import Figure
from extractor.location import Location
from gouji.output.causes import cause_of
from gouji.output.names import printed_basis
from gouji.output.numbers import again, plain, trimmed, write_equation
from gouji.output.sentences import message_of, stated_text, title_of
from gouji.output.words import Lang, Words, clean
from gouji.records import (
    CauseRecord,
    DocumentRecord,
    EvidenceRecord,
    FigureRecord,
    FindingRecord,
    LedgerRecord,
    Place,
    ProblemRecord,
    ReasonCount,
    RecomputedRecord,
    StatedRecord,
    VerdictCounts,
)
from gouji.report import Report

WAN = Decimal(10_000)
MOST_RELATED = 5


def publish(report: Report, lang: Lang = "zh") -> DocumentRecord:
    """A checked report as an entry of `documents` in the JSON output; messages in `lang`."""
    words = Words(lang)
    document, extraction = report.document, report.extraction
    return DocumentRecord(
        path=document.path,
        sha256=document.sha256,
        format=document.format,
        status=document.status.value,
        problems=[publish_problem(p, words) for p in document.problems],
        title=clean(extraction.title),
        organization=clean(extraction.organization),
        year=extraction.year,
        kind=extraction.kind,
        findings=[publish_finding(f, words) for f in report.findings],
        ledger=publish_ledger(report.ledger, words),
    )


def publish_problem(problem: Problem, words: Words) -> ProblemRecord:
    return ProblemRecord(message=words.problem(problem.kind, problem.detail), location=place(problem.location))


def place(location: Location) -> Place:
    """A place as published; a paragraph is counted where nothing else tells it."""
    counted = (location.page, location.line, location.table, location.sheet)
    return Place(
        page=location.page,
        line=location.line,
        section=location.section,
        table=location.table,
        row=location.row,
        column=location.column,
        paragraph=location.block if not any(counted) else None,
        sheet=location.sheet,
        cell=location.cell,
    )


def publish_finding(finding: Finding, words: Words) -> FindingRecord:
    """A finding as published: its words, and every figure with place and quote; numbers are strings."""
    equation, cause = finding.equation, finding.cause
    suspects = [f for f in (cause.figure, cause.other) if f] if cause else []
    return FindingRecord(
        code=finding.code,
        severity=finding.severity.value,
        title=title_of(finding, words),
        message=message_of(finding, words),
        stated=_stated(equation.main) if equation else None,
        recomputed=_recomputed(finding, equation.main) if equation else None,
        difference=plain(finding.difference) if finding.difference is not None else None,
        equation=_equations(finding, suspects, words) if equation else None,
        evidence=[_evidence(e, words) for e in shown_evidence(finding)],
        cause=_cause(finding, words),
    )


def _equations(finding: Finding, suspects: list[Figure], words: Words) -> str:
    """The failed equation, and those that fail for the same cause."""
    assert finding.equation is not None
    told = [write_equation(finding.equation, finding.recomputed, suspects)]
    told += [write_equation(e, None, suspects) for e in finding.related[:MOST_RELATED]]
    return words.say("report", "equations_joint").join(dict.fromkeys(told))


def shown_evidence(finding: Finding) -> list[Evidence]:
    """The stated figure first, then those the cause speaks of, then the others in their order."""
    cause = finding.cause
    suspects = [cause.figure, cause.other, *(f for f, _ in cause.candidates)] if cause else []
    places = [(f.location, f.quantity.value) for f in suspects if f]
    ranked = sorted(
        enumerate(finding.evidence[1:]),
        key=lambda item: ((item[1].location, item[1].value) not in places, item[0]),
    )
    return [*finding.evidence[:1], *(e for _, e in ranked)]


def _stated(main: Figure) -> StatedRecord:
    return StatedRecord(text=stated_text(main), value=plain(main.quantity.value), unit=main.quantity.unit)


def _recomputed(finding: Finding, main: Figure) -> RecomputedRecord | None:
    found = finding.recomputed
    if found is None:
        return None
    return RecomputedRecord(
        text=again(found, main),
        value=plain(found.value),
        unit=found.unit,
        low=trimmed(found.low),
        high=trimmed(found.high),
    )


def _evidence(evidence: Evidence, words: Words) -> EvidenceRecord:
    return EvidenceRecord(
        quote=clean(evidence.quote),
        value=None if evidence.value is None else plain(evidence.value),
        unit=evidence.unit,
        label=clean(evidence.label),
        location=place(evidence.location),
    )


def _cause(finding: Finding, words: Words) -> CauseRecord | None:
    cause = finding.cause
    if cause is None:
        return None
    return CauseRecord(
        kind=cause.kind,
        text=cause_of(cause, words, finding.equation.main if finding.equation else None),
        to=cause.new or None,
        repairs=cause.repairs,
        **{"from": cause.old or None},
    )


def publish_ledger(ledger: Ledger, words: Words) -> LedgerRecord:
    """How much was checked, and why what was not was left, most frequent reason first."""
    return LedgerRecord(
        numbers=len(ledger.figures),
        numbers_checked=len(ledger.figures) - len(ledger.untouched),
        equations=VerdictCounts(
            holds=ledger.count(Outcome.HOLDS),
            fails=ledger.count(Outcome.FAILS),
            undetermined=ledger.count(Outcome.UNDETERMINED),
        ),
        undetermined=[ReasonCount(reason=words.reason(key), count=count) for key, count in ledger.undetermined],
    )


def in_print_order(figures: Iterable[Figure]) -> list[Figure]:
    """As a reader meets them; sentences are read for amounts first and rates later."""
    return sorted(figures, key=lambda f: _order(f.location))


def _order(at: Location) -> tuple[int, ...]:
    inside = (at.table, at.row, at.column) if at.table else (0, 0, 0)
    return tuple(part or 0 for part in (at.page, at.line, at.block, *inside, at.start))


def _basis(figure: Figure, words: Words) -> str:
    """决算, 年初预算 …: as the report says it, and one word for the columns of forms."""
    if words.has("form_basis", figure.basis):
        return words.say("form_basis", figure.basis)
    return printed_basis(figure)


def publish_figure(figure: Figure, report: DocumentRecord, words: Words) -> FigureRecord:
    """One row of the tidy table."""
    quantity = figure.quantity
    yuan = quantity.yuan if quantity.is_money else None
    return FigureRecord(
        file=report.path,
        organization=report.organization,
        report_year=report.year,
        report_kind=report.kind,
        label=clean(figure.label),
        concept=figure.concept,
        text=clean(quantity.text),
        value=plain(quantity.value),
        unit=quantity.unit,
        value_wan=None if yuan is None else trimmed(yuan / WAN),
        value_yuan=None if yuan is None else trimmed(yuan),
        role=figure.role.value,
        year=figure.year,
        basis=_basis(figure, words),
        scope=figure.scope.kind.value,
        scope_name=clean(figure.scope.name),
        quote=clean(figure.quote),
        **place(figure.location).model_dump(),
    )
