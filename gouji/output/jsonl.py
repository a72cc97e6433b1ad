"""One document a line, in the shape of an entry of `documents` in the JSON report."""

from __future__ import annotations

from typing import TextIO

from gouji.outcome import Shown
from gouji.output.json import dump_document
from gouji.records import SummaryRecord


class JsonlWriter:
    def __init__(self, out: TextIO) -> None:
        self._out = out

    def begin(self) -> None:
        pass

    def add(self, shown: Shown) -> None:
        self._out.write(dump_document(shown.record) + "\n")

    def end(self, summary: SummaryRecord, interrupted: bool) -> None:
        pass
