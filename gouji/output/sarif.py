"""SARIF 2.1.0, for tools that show findings of any program beside the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TextIO

from checks.registry import CHECKS, load_checks
from gouji.outcome import Shown
from gouji.output.words import Words
from gouji.records import EvidenceRecord, FindingRecord, SummaryRecord, ToolRecord

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


class SarifWriter:
    """Results are written as they come; the rules they name stand before them."""

    def __init__(self, out: TextIO, words: Words, tool: ToolRecord) -> None:
        self._out = out
        self._words = words
        self._tool = tool
        self._count = 0
        self._failures: list[dict[str, Any]] = []

    def begin(self) -> None:
        load_checks()
        driver = {
            "name": self._tool.name,
            "version": self._tool.version,
            "rules": [self._rule(code) for code in sorted(CHECKS)],
        }
        tool = json.dumps({"driver": driver}, ensure_ascii=False)
        self._out.write(f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{"tool": {tool},\n "results": [')

    def _rule(self, code: str) -> dict[str, Any]:
        check = CHECKS[code]
        title = check.title if self._words.lang == "zh" else check.title_en
        return {
            "id": code,
            "shortDescription": {"text": title},
            "defaultConfiguration": {"level": LEVELS[check.severity.value]},
        }

    def add(self, shown: Shown) -> None:
        record = shown.record
        if record.status == "failed":
            text = "；".join(p.message for p in record.problems) or record.status
            self._failures.append(
                {"level": "error", "message": {"text": text}, "locations": [_physical(record.path, None)]}
            )
        for finding, mark in zip(record.findings, shown.fingerprints, strict=True):
            self._out.write(",\n" if self._count else "\n")
            self._out.write(json.dumps(_result(finding, mark, record.path), ensure_ascii=False))
            self._count += 1

    def end(self, summary: SummaryRecord, interrupted: bool) -> None:
        done = not (self._failures or interrupted)
        invocation = {"executionSuccessful": done, "toolExecutionNotifications": self._failures}
        self._out.write(f'\n ],\n "invocations": [{json.dumps(invocation, ensure_ascii=False)}]}}]}}\n')


def _result(finding: FindingRecord, mark: str, path: str) -> dict[str, Any]:
    message = finding.message + (f" {finding.cause.text}" if finding.cause and finding.cause.text else "")
    main, others = finding.evidence[:1], finding.evidence[1:]
    return {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [_physical(path, main[0] if main else None)],
        "relatedLocations": [
            {"id": number, "message": {"text": e.quote}, **_physical(path, e)} for number, e in enumerate(others, 1)
        ],
        "partialFingerprints": {"gouji/v1": mark},
    }


def _physical(path: str, evidence: EvidenceRecord | None) -> dict[str, Any]:
    uri = Path(path).as_uri() if Path(path).is_absolute() else Path(path).as_posix()
    physical: dict[str, Any] = {"artifactLocation": {"uri": _escaped(uri)}}
    logical: list[dict[str, str]] = []
    if evidence is not None:
        at = evidence.location
        if at.line:
            physical["region"] = {"startLine": at.line, "snippet": {"text": evidence.quote}}
        named = (
            ("page", at.page),
            ("paragraph", at.paragraph),
            ("sheet", at.sheet),
            ("cell", at.cell),
            ("table", at.table),
            ("row", at.row),
            ("column", at.column),
            ("section", at.section),
        )
        logical = [{"kind": kind, "name": str(value)} for kind, value in named if value]
    found: dict[str, Any] = {"physicalLocation": physical}
    if logical:
        found["logicalLocations"] = logical
    return found


def _escaped(uri: str) -> str:
    from urllib.parse import quote

    return uri if uri.startswith("file:") else quote(uri, safe="/!$&'()*+,;=:@-._~")
