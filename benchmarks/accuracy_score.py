"""How findings are held against the truth: by the figures and words they carry, never by the code of a check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from benchmarks.accuracy_cases import Case
from corpus.faults import Fault

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
Finding = dict[str, Any]
Document = dict[str, Any]
SEVERITIES = ("error", "warning", "info")
LOUD = SEVERITIES[:2]
TOLD = ("title", "message", "stated", "recomputed", "difference", "equation", "evidence", "cause")


def strings(x: Any) -> Iterator[str]:
    """Every text of a piece of JSON but locations, which name lines and pages, not figures."""
    if isinstance(x, dict):
        for key, value in x.items():
            if key != "location":
                yield from strings(value)
    elif isinstance(x, list):
        for value in x:
            yield from strings(value)
    elif x is not None:
        yield str(x)


def numbers(text: str) -> set[Decimal]:
    return {Decimal(m.replace(",", "")).normalize() for m in NUMBER.findall(text)}


def told(finding: Finding) -> str:
    return "\n".join(strings({k: finding.get(k) for k in TOLD}))


def signature(finding: Finding) -> str:
    """What makes two findings the same one, wherever they stand: lines move when a row is lost."""
    return "\n".join(strings({k: finding.get(k) for k in ("code", "stated", "equation", "evidence")}))


def fresh(document: Document, clean: Document) -> list[Finding]:
    """Findings the clean report does not have."""
    known = {signature(f) for f in clean["findings"]}
    return [f for f in document["findings"] if signature(f) not in known]


def carries(finding: Finding, fault: Fault) -> bool:
    """Whether a finding speaks of the planted place."""
    text = told(finding)
    if fault.kind == "template_residue":
        return _flat(fault.new) in _flat(text)
    have = numbers(text)
    return any(numbers(mark) & have for mark in fault.marks)


def hits(fault: Fault, document: Document, clean: Document) -> list[Finding]:
    """The new findings that speak of the planted place, the loudest first."""
    found = (f for f in fresh(document, clean) if carries(f, fault))
    return sorted(found, key=lambda f: SEVERITIES.index(f["severity"]))


def _flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def is_about(finding: Finding, fault: Fault) -> bool:
    """Whether a finding touches any relation the fault broke: true, if not always to the point."""
    have = numbers(told(finding))
    return carries(finding, fault) or any(_false_figures(fault, equation) & have for equation in fault.relations)


def _false_figures(fault: Fault, equation: str) -> set[Decimal]:
    return numbers(equation.rpartition("=")[2])


def names_the_truth(finding: Finding, fault: Fault) -> bool:
    """Whether the cause gives the number that was there before, to its printed places.

    A wrong unit or direction leaves the number right: there the finding must speak of the unit or the direction.
    """
    if fault.kind in SPOKEN_OF:
        return SPOKEN_OF[fault.kind] in told(finding)
    given = numbers("\n".join(strings(finding.get("cause"))))
    old = NUMBER.findall(fault.old)
    return any(_rounds_to(value, o) for o in old for value in given) or _within_reach(finding, given, old)


def _within_reach(finding: Finding, given: set[Decimal], old: list[str]) -> bool:
    """Whether a number that follows from rounded ones is given back as closely as they tell it: the cause gives what the
    finding recomputes, and the true one lies in its range."""
    again = finding.get("recomputed") or {}
    if again.get("low") is None or abs(Decimal(again["value"])) not in given:
        return False
    low, high = sorted(abs(Decimal(again[end])) for end in ("low", "high"))
    return any(low - _half(o) <= Decimal(o.replace(",", "")) <= high + _half(o) for o in old)


def _half(printed: str) -> Decimal:
    return Decimal(5).scaleb(-len(printed.partition(".")[2]) - 1)


SPOKEN_OF = {"wrong_unit": "单位", "direction_word": "方向"}


def _rounds_to(value: Decimal, printed: str) -> bool:
    target = Decimal(printed.replace(",", ""))
    return value == target or value.quantize(target, ROUND_HALF_UP) == target


@dataclass(slots=True)
class Tally:
    """Counts of one slice (a format, a kind of fault, seen or unseen styles)."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, **numbers_by_name: int) -> None:
        self.counts.update(numbers_by_name)

    def share(self, part: str, whole: str) -> float | None:
        return self.counts[part] / self.counts[whole] if self.counts[whole] else None


def score_clean(case: Case, document: Document) -> dict[str, int]:
    severities = Counter(f["severity"] for f in document["findings"])
    ledger = document["ledger"]
    return {
        "reports": 1,
        "failed": int(document["status"] == "failed"),
        "with_errors": int(severities["error"] > 0),
        "errors": severities["error"],
        "warnings": severities["warning"],
        "infos": severities["info"],
        "numbers": ledger["numbers"],
        "numbers_checked": ledger["numbers_checked"],
        "holds": ledger["equations"]["holds"],
        "fails": ledger["equations"]["fails"],
        "undetermined": ledger["equations"]["undetermined"],
    }


NAMELESS = ("missing_row", "stale_year", "template_residue")
"""Kinds whose truth is not a number or word that a cause could give back."""


def score_fault(case: Case, document: Document, clean: Document) -> dict[str, int]:
    """Faults no relation can reveal are counted apart: finding one is luck, missing one no fault."""
    fault = case.fault
    assert fault is not None
    new = fresh(document, clean)
    told = hits(fault, document, clean)
    loud = [f for f in new if f["severity"] in LOUD]
    out = {
        "loud": len(loud),
        "loud_true": sum(is_about(f, fault) for f in loud),
        "errors": sum(f["severity"] == "error" for f in new),
        "errors_true": sum(f["severity"] == "error" and is_about(f, fault) for f in new),
    }
    if not fault.detectable:
        return out | {"hidden": 1, "hidden_found": int(bool(told))}
    nameable = fault.kind not in NAMELESS
    named = bool(told) and nameable and names_the_truth(told[0], fault)
    return out | {
        "planted": 1,
        "found": int(bool(told)),
        "found_loud": int(any(f["severity"] in LOUD for f in told)),
        "cause_asked": int(bool(told) and nameable),
        "cause_right": int(named),
    }
