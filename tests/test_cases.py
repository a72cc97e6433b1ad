"""The cases beside every check (checks/cases/CODE.yaml), run through the whole road from a report's text to findings.

What a case may say stands in docs/cases.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from checks.examine import Examination, examine
from checks.finding import Finding
from checks.judge import Status
from checks.registry import CHECKS, load_checks
from extractor.extract import extract
from extractor.readers.front import read_bytes

FOLDER = Path(__file__).parents[1] / "checks" / "cases"
KEYS = {"name", "text", "table", "expect", "stated", "recomputed", "cause", "severity", "has", "says", "new", "reason"}
LEAST = {"fires": 2, "silent": 2}
OF_WORDS = "the words are in the report or they are not; it binds no figures"
OF_NAMES = "names are held against the vocabulary and the tables; a name that is in neither is no fault"
TOLD_ELSEWHERE = "what cannot be bound is left open by the check of the amounts themselves: {}"
NEVER_OPEN = {
    **dict.fromkeys(
        ("TXT101", "TXT102", "TXT103", "TXT201", "TXT202", "TXT203", "TXT301", "TXT302", "TXT303"), OF_WORDS
    ),
    **dict.fromkeys(("TXT401", "TXT501", "TXT502", "TXT601", "TXT602", "TXT603"), OF_WORDS),
    **dict.fromkeys(("SUB101", "SUB102", "SUB103", "SUB104"), OF_NAMES),
    "CHG102": TOLD_ELSEWHERE.format("CHG101"),
    "CHG301": TOLD_ELSEWHERE.format("CHG101, CHG201"),
    "CHG302": TOLD_ELSEWHERE.format("CHG101, CHG201"),
    "CMP201": TOLD_ELSEWHERE.format("CMP101"),
    "SCR105": TOLD_ELSEWHERE.format("SCR103, SCR104"),
    "TAB111": TOLD_ELSEWHERE.format("TAB101"),
}
"""Checks that find a fault by itself and give no equation, so that there is nothing to leave undetermined."""

load_checks()


class Case(NamedTuple):
    code: str
    data: dict[str, Any]

    @property
    def id(self) -> str:
        return f"{self.code}-{self.data.get('name', '?')}"


def read_cases() -> Iterator[Case]:
    for file in sorted(FOLDER.glob("*.yaml")):
        for data in yaml.safe_load(file.read_text(encoding="utf-8")) or []:
            yield Case(file.stem, data)


CASES = list(read_cases())


def run(case: Case) -> Examination:
    """The report that a case writes down, as a text file would hold it."""
    text = case.data.get("text", "")
    rows = case.data.get("table", ())
    table = "\n".join("| " + " | ".join("" if cell is None else str(cell) for cell in row) + " |" for row in rows)
    document = read_bytes(f"{text.rstrip()}\n\n{table}\n".encode(), f"{case.code}.md" if rows else f"{case.code}.txt")
    return examine(extract(document))


def values_of(finding: Finding) -> set[Decimal]:
    """Every figure that a finding carries."""
    found = {e.value for e in finding.evidence if e.value is not None}
    if finding.recomputed:
        found.add(finding.recomputed.value)
    if finding.cause and finding.cause.new:
        found.add(Decimal(finding.cause.new.rstrip("元百千万亿分%‰")))
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_case(case: Case) -> None:
    data = case.data
    assert set(data) <= KEYS, f"unknown keys: {set(data) - KEYS}"
    result = run(case)
    assert not result.problems
    fired = [f for f in result.findings if case.code in {f.code, *(e.code for e in f.related)}]
    match data["expect"]:
        case "silent":
            assert not fired, f"fires: {describe(fired)}"
        case "undetermined":
            assert not fired, f"fires: {describe(fired)}"
            assert was_left_open(case, result), f"not in the ledger: {result.ledger.undetermined}"
        case "fires":
            assert any(matches(finding, data) for finding in fired), f"found: {describe(fired)}"
        case other:
            pytest.fail(f"expect: {other}?")


def matches(finding: Finding, data: dict[str, Any]) -> bool:
    """Whether a finding is the one that the case describes, as far as it describes it."""
    main = finding.equation.main.quantity.value if finding.equation else None
    again = finding.recomputed.value if finding.recomputed else None
    cause = finding.cause
    words = " ".join(
        [*(e.quote + e.label for e in finding.evidence), *(finding.fault.words.values() if finding.fault else ())]
    )
    told = {
        "stated": main,
        "recomputed": again,
        "severity": str(finding.severity),
        "cause": str(cause.kind) if cause else None,
        "new": cause.new if cause else None,
    }
    for key, value in told.items():
        if key in data and not _equal(value, data[key]):
            return False
    carried = {v.normalize() for v in values_of(finding)}
    return all(Decimal(str(v)).normalize() in carried for v in data.get("has", ())) and all(
        "".join(w.split()) in "".join(words.split()) for w in data.get("says", ())
    )


def _equal(told: Decimal | str | None, expected: Any) -> bool:
    if isinstance(told, Decimal):
        return told == Decimal(str(expected))
    return told is not None and told == str(expected)


def was_left_open(case: Case, result: Examination) -> bool:
    """Whether the ledger says that this check could not decide, or why the figures could not be bound."""
    if reason := case.data.get("reason"):
        return reason in dict(result.ledger.undetermined)
    return any(e.code == case.code and v.status is Status.UNDETERMINED for e, v in result.ledger.verdicts)


def describe(findings: list[Finding]) -> list[str]:
    return [
        f"{f.severity} {f.equation.main.quantity.text if f.equation else (f.fault.words if f.fault else '')} → "
        f"{f.recomputed.value if f.recomputed else ''} ({f.cause.kind if f.cause else ''} {f.cause.new if f.cause else ''})"
        for f in findings
    ]


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_every_check_has_its_cases(code: str) -> None:
    mine = [case.data for case in CASES if case.code == code]
    if not mine:
        pytest.fail(f"checks/cases/{code}.yaml is missing")
    counted = Counter(data["expect"] for data in mine)
    short = {kind: least for kind, least in LEAST.items() if counted[kind] < least}
    assert not short, f"too few cases: {dict(counted)}"
    names = [data["name"] for data in mine]
    assert len(set(names)) == len(names)


def test_every_case_file_belongs_to_a_check() -> None:
    assert {case.code for case in CASES} <= set(CHECKS)


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_every_check_has_a_case_it_leaves_open_or_a_reason_why_none(code: str) -> None:
    mine = [case for case in CASES if case.code == code]
    left_open = any(case.data["expect"] == "undetermined" for case in mine)
    assert left_open != (code in NEVER_OPEN), "it needs a case left undetermined, or a reason in NEVER_OPEN"
    if code in NEVER_OPEN:
        assert not any(e.code == code for case in mine for e, _ in run(case).ledger.verdicts), "it does give equations"


def test_only_checks_that_exist_are_never_left_open() -> None:
    assert set(NEVER_OPEN) <= set(CHECKS)
