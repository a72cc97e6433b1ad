"""The workbook a supervisor hands out: summary by organisation, findings, files, figures. Rows stream to disk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gouji.outcome import Shown
from gouji.output.cells import (
    FIGURE_COLUMNS,
    FILE_COLUMNS,
    FINDING_COLUMNS,
    FORMULA_STARTS,
    ORGANIZATION_COLUMNS,
    Row,
    figure_row,
    file_row,
    finding_row,
    headings,
    severity_counts,
)
from gouji.output.words import Words
from gouji.records import SummaryRecord

MOST_ROWS = 1_000_000  # a sheet holds 1 048 576
MOST_CHARACTERS = 32_000  # a cell holds 32 767
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
WIDTHS = {"message": 70, "equation": 40, "cause": 40, "others": 50, "path": 40, "file": 40, "quote": 50, "title": 24, "place": 30,
          "label": 24, "organization": 26, "problems": 40, "section": 30}  # fmt: skip
PRECISE = re.compile(r"-?\d{1,15}(?:\.\d+)?")
NUMBER_COLUMNS = {"value", "value_wan", "value_yuan", "difference"}


@dataclass(slots=True)
class Tally:
    """Counts of one organisation."""

    reports: int = 0
    failed: int = 0
    severities: list[int] = field(default_factory=lambda: [0, 0, 0])
    numbers: int = 0
    checked: int = 0


class Sheet:
    """One sheet being written: heading frozen and filtered, text never a formula. keys: headings are column keys."""

    def __init__(self, book: Any, name: str, columns: Sequence[str], words: Words, keys: bool = False) -> None:
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self._columns = columns
        self._sheet = book.create_sheet(name)
        self._sheet.freeze_panes = "A2"
        for number, column in enumerate(columns, 1):
            self._sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(column, 12)
        self._last = get_column_letter(len(columns))
        self._rows = 1
        self.left_out = 0
        self._sheet.append([self._cell(h, Font(bold=True)) for h in (columns if keys else headings(columns, words))])

    def append(self, row: Row) -> None:
        if self._rows >= MOST_ROWS:
            self.left_out += 1
            return
        self._rows += 1
        self._sheet.append([self._value(c, v) for c, v in zip(self._columns, row, strict=True)])

    def close(self) -> None:
        self._sheet.auto_filter.ref = f"A1:{self._last}{self._rows}"

    def _value(self, column: str, value: str | int | None) -> Any:
        if not isinstance(value, str):
            return value
        if column in NUMBER_COLUMNS and PRECISE.fullmatch(value) and len(value) <= 16:
            return float(value) if "." in value else int(value)
        return self._cell(value) if value.startswith(FORMULA_STARTS) else ILLEGAL.sub("", value)[:MOST_CHARACTERS]

    def _cell(self, text: str, font: Any = None) -> Any:
        """As a string cell whatever it begins with: openpyxl would make a formula of a leading =."""
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet)
        cell.value = ILLEGAL.sub("", text)[:MOST_CHARACTERS]
        cell.data_type = "s"
        if text.startswith(FORMULA_STARTS):
            cell.quotePrefix = True
        if font is not None:
            cell.font = font
        return cell


class XlsxWriter:
    def __init__(self, file: Path, words: Words) -> None:
        from openpyxl import Workbook

        self._file = file
        self._words = words
        self._book: Any = Workbook(write_only=True)
        self._summary = self._sheet("summary", ORGANIZATION_COLUMNS)
        self._findings = self._sheet("findings", FINDING_COLUMNS)
        self._files = self._sheet("files", FILE_COLUMNS)
        self._figures = self._sheet("figures", FIGURE_COLUMNS)
        self._tallies: dict[str, Tally] = {}

    def _sheet(self, key: str, columns: Sequence[str]) -> Sheet:
        return Sheet(self._book, self._words.say("sheets", key), columns, self._words)

    def begin(self) -> None:
        pass

    def add(self, shown: Shown) -> None:
        record = shown.record
        for finding in record.findings:
            self._findings.append(finding_row(finding, record, self._words))
        self._files.append(file_row(shown, self._words))
        for figure in shown.figures:
            self._figures.append(figure_row(figure))
        tally = self._tallies.setdefault(record.organization, Tally())
        tally.reports += 1
        tally.failed += record.status == "failed"
        tally.severities = [a + b for a, b in zip(tally.severities, severity_counts(record), strict=True)]
        tally.numbers += record.ledger.numbers
        tally.checked += record.ledger.numbers_checked

    def end(self, summary: SummaryRecord, interrupted: bool) -> None:
        by_errors = sorted(self._tallies.items(), key=lambda item: ([-n for n in item[1].severities], item[0]))
        for organization, t in by_errors:
            self._summary.append([organization, t.reports, t.failed, *t.severities, t.numbers, t.checked])
        for sheet in (self._summary, self._findings, self._files, self._figures):
            sheet.close()
        self._book.save(self._file)

    def left_out(self) -> dict[str, int]:
        """Rows that no longer fitted, by sheet."""
        sheets = {"findings": self._findings, "files": self._files, "figures": self._figures}
        return {self._words.say("sheets", key): s.left_out for key, s in sheets.items() if s.left_out}
