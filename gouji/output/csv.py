"""Findings as a table, one a line, with a byte order mark so that spreadsheets read the Chinese."""

from __future__ import annotations

import csv
from typing import TextIO

from gouji.outcome import Shown
from gouji.output.cells import FINDING_COLUMNS, Row, finding_row, guarded, headings
from gouji.output.words import Words
from gouji.records import SummaryRecord

BYTE_ORDER_MARK = "\ufeff"


def guarded_row(row: Row) -> list[str | int | None]:
    return [guarded(cell) if isinstance(cell, str) else cell for cell in row]


class CsvWriter:
    def __init__(self, out: TextIO, words: Words, mark: bool = False) -> None:
        self._out = out
        self._rows = csv.writer(out, lineterminator="\n")
        self._words = words
        self._mark = mark

    def begin(self) -> None:
        if self._mark:
            self._out.write(BYTE_ORDER_MARK)
        self._rows.writerow(headings(FINDING_COLUMNS, self._words))

    def add(self, shown: Shown) -> None:
        for finding in shown.record.findings:
            self._rows.writerow(guarded_row(finding_row(finding, shown.record, self._words)))

    def end(self, summary: SummaryRecord, interrupted: bool) -> None:
        pass
