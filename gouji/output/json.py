"""The public report, version 1: written document by document, so that a run over any number stays small."""

from __future__ import annotations

import json
from typing import TextIO

from gouji.outcome import Shown
from gouji.records import DocumentRecord, SummaryRecord, ToolRecord


def dump_document(record: DocumentRecord, indent: int | None = None) -> str:
    return json.dumps(record.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=indent)


class JsonWriter:
    def __init__(self, out: TextIO, tool: ToolRecord) -> None:
        self._out = out
        self._tool = tool
        self._count = 0

    def begin(self) -> None:
        self._out.write(f'{{"version": 1, "tool": {self._tool.model_dump_json()},\n "documents": [')

    def add(self, shown: Shown) -> None:
        self._out.write(",\n" if self._count else "\n")
        self._out.write(dump_document(shown.record))
        self._count += 1

    def end(self, summary: SummaryRecord, interrupted: bool) -> None:
        self._out.write(f'\n ],\n "summary": {summary.model_dump_json()}}}\n')
