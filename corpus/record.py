"""The truth of a report as JSON, to lie beside the rendered file."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.faults import Fault
from corpus.relations import derive, equation, numbers
from corpus.report import Report


def truth(report: Report, faults: tuple[Fault, ...] = (), *, full: bool = True) -> dict[str, Any]:
    """What the report is, the relations its clean form states, and what was planted. full lists every relation."""
    marks = numbers(report)
    relations = derive(report)
    out: dict[str, Any] = {
        "version": 1,
        "name": report.name,
        "kind": report.kind,
        "style": report.style,
        "seen": report.seen,
        "seed": report.seed,
        "organization": report.organization,
        "year": report.year,
        "title": report.title,
        "numbers": len(marks),
        "relations": dict(sorted(Counter(r.kind for r in relations).items())),
        "faults": [asdict(f) for f in faults],
    }
    if full:
        out["equations"] = [{"kind": r.kind, "equation": equation(r, marks)} for r in relations]
    return out


def write_truth(report: Report, path: Path, faults: tuple[Fault, ...] = (), *, full: bool = True) -> None:
    text = json.dumps(truth(report, faults, full=full), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
