"""Which findings of a report are told: select, ignore, severity, and those a person has accepted."""

from __future__ import annotations

from collections.abc import Iterable

from gouji.config import RANK, Policy
from gouji.outcome import Outcome, Shown
from gouji.records import DocumentRecord, FindingRecord, SummaryRecord


def show(outcome: Outcome, policy: Policy, accepted: frozenset[str]) -> Shown:
    """What is told of a report: findings that the policy lets pass, with the severity it gives them, and how many of them
    a person has accepted (their fingerprints)."""
    kept: list[tuple[FindingRecord, str]] = []
    hushed = 0
    for finding, mark in zip(outcome.record.findings, outcome.fingerprints, strict=True):
        severity = policy.severity(outcome.record.path, finding.code, finding.severity)
        if severity is None:
            continue
        if mark in accepted:
            hushed += 1
            continue
        told = finding if severity == finding.severity else finding.model_copy(update={"severity": severity})
        kept.append((told, mark))
    record = outcome.record.model_copy(update={"findings": [f for f, _ in kept]})
    return Shown(record, tuple(m for _, m in kept), outcome.figures, outcome.page, hushed)


def add_up(summary: SummaryRecord, record: DocumentRecord) -> None:
    """Count one more report into the summary."""
    summary.documents += 1
    summary.failed += record.status == "failed"
    counts = _count(record.findings)
    summary.errors += counts["error"]
    summary.warnings += counts["warning"]
    summary.infos += counts["info"]


def _count(findings: Iterable[FindingRecord]) -> dict[str, int]:
    counts = dict.fromkeys(("error", "warning", "info"), 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts


def exit_status(summary: SummaryRecord, fail_on: str) -> int:
    """0 nothing at or above fail_on, 1 something, 2 a report that could not be read."""
    if summary.failed:
        return 2
    counts = {"error": summary.errors, "warning": summary.warnings, "info": summary.infos}
    return int(any(n for level, n in counts.items() if RANK[level] >= RANK[fail_on]))
