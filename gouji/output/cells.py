"""Rows of the tables people open in a spreadsheet: what stands in which column, and the guard against formulas."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.outcome import Shown
from gouji.output.words import Words
from gouji.records import DocumentRecord, EvidenceRecord, FigureRecord, FindingRecord

Row = Sequence[str | int | None]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
FINDING_COLUMNS = (
    "organization",
    "year",
    "severity",
    "code",
    "title",
    "message",
    "place",
    "label",
    "stated",
    "recomputed",
    "difference",
    "equation",
    "cause",
    "others",
    "path",
)
FIGURE_COLUMNS = tuple(FigureRecord.model_fields)
FILE_COLUMNS = (
    "path",
    "organization",
    "year",
    "kind",
    "status",
    "errors",
    "warnings",
    "infos",
    "numbers",
    "numbers_checked",
    "problems",
)
ORGANIZATION_COLUMNS = (
    "organization",
    "reports",
    "failed",
    "errors",
    "warnings",
    "infos",
    "numbers",
    "numbers_checked",
)
MOST_OTHERS = 8


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula. Plain numbers, signed ones too, stay as they are."""
    if not text.startswith(FORMULA_STARTS):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text


def headings(columns: Sequence[str], words: Words) -> list[str]:
    return [words.say("columns", column) for column in columns]


def finding_row(finding: FindingRecord, record: DocumentRecord, words: Words) -> Row:
    """One finding as a row, in the order of FINDING_COLUMNS."""
    main = finding.evidence[0] if finding.evidence else EvidenceRecord(quote="")
    others = words.say("amount", "list").join(e.quote for e in finding.evidence[1 : MOST_OTHERS + 1])
    return [
        record.organization,
        record.year,
        words.say("severity", finding.severity),
        finding.code,
        finding.title,
        finding.message,
        place_text(main, words),
        main.label,
        finding.stated.text if finding.stated else main.quote,
        finding.recomputed.text if finding.recomputed else "",
        finding.difference or "",
        finding.equation or "",
        finding.cause.text if finding.cause else "",
        others,
        record.path,
    ]


def place_text(evidence: EvidenceRecord, words: Words) -> str:
    return words.place(evidence.location.location())


def figure_row(figure: FigureRecord) -> Row:
    return [getattr(figure, column) for column in FIGURE_COLUMNS]


def file_row(shown: Shown, words: Words) -> Row:
    """One report as a row, in the order of FILE_COLUMNS."""
    record = shown.record
    return [
        record.path,
        record.organization,
        record.year,
        words.say("kind", record.kind),
        words.say("status", record.status),
        *severity_counts(record),
        record.ledger.numbers,
        record.ledger.numbers_checked,
        "；".join(p.message for p in record.problems),
    ]


def severity_counts(record: DocumentRecord) -> list[int]:
    found = [f.severity for f in record.findings]
    return [found.count("error"), found.count("warning"), found.count("info")]
