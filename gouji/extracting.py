"""One run of `gouji extract`: records of the reports named, one by one, into the format asked for."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, TextIO

from gouji.bulk.limits import bounded
from gouji.bulk.task import ExtractTask, limits_of
from gouji.config import Config
from gouji.inputs import Input
from gouji.notice import notice_failure
from gouji.output.cells import FIGURE_COLUMNS, figure_row
from gouji.output.csv import BYTE_ORDER_MARK, guarded_row
from gouji.output.words import Words
from gouji.output.writers import tool
from gouji.records import FigureRecord, ReportRecord
from gouji.run import processors

DECIMALS = ("value", "value_wan", "value_yuan")
WHOLE = {"report_year", "year", "page", "line", "table", "row", "column", "paragraph"}


class MissingPackageError(Exception):
    """An optional package that a format needs is not installed."""


class RecordWriter(Protocol):
    def add(self, record: ReportRecord) -> None: ...
    def end(self) -> None: ...


def run_extract(sources: tuple[Input, ...], config: Config, name: str, output: Path | None) -> int:
    """The exit status: 0, or 2 where a report could not be read. Raises OSError, MissingPackageError."""
    words = Words(config.lang)
    part = output.with_name(f".{output.name}.{os.getpid()}.part") if output else None
    failed = 0
    try:
        with _opened(name, part) as out:
            writer = _writer(name, out, part, words)
            for record in _records(sources, config):
                writer.add(record)
                if record.status == "failed":
                    failed += 1
                    notice_failure(record.file, [p.message for p in record.problems], words)
            writer.end()
        if part and output:
            part.replace(output)
    finally:
        if part:
            part.unlink(missing_ok=True)
    return 2 if failed else 0


def _records(sources: tuple[Input, ...], config: Config) -> Iterator[ReportRecord]:
    limits = limits_of(config)
    tasks = [ExtractTask(source, config.lang, limits) for source in sources]
    if len(tasks) == 1:
        with bounded(limits):
            record = tasks[0].run()
        yield record
        return
    from gouji.bulk.pool import run_all

    yield from run_all(tasks, min(config.jobs or processors(), len(tasks)), limits)


@contextlib.contextmanager
def _opened(name: str, part: Path | None) -> Iterator[TextIO]:
    if part is None or name in ("xlsx", "parquet"):
        yield sys.stdout
        return
    with part.open("w", encoding="utf-8", newline="") as file:
        yield file


def _writer(name: str, out: TextIO, part: Path | None, words: Words) -> RecordWriter:
    if name in ("xlsx", "parquet"):
        assert part is not None
        return FigureWorkbook(part, words) if name == "xlsx" else FigureParquet(part)
    if name == "csv":
        return FigureCsv(out, mark=part is not None)
    return RecordJson(out) if name == "json" else RecordJsonl(out)


class RecordJson:
    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._count = 0
        out.write(f'{{"version": 1, "tool": {tool().model_dump_json()},\n "reports": [')

    def add(self, record: ReportRecord) -> None:
        self._out.write(",\n" if self._count else "\n")
        self._out.write(json.dumps(record.model_dump(mode="json"), ensure_ascii=False))
        self._count += 1

    def end(self) -> None:
        self._out.write("\n ]}\n")


class RecordJsonl:
    def __init__(self, out: TextIO) -> None:
        self._out = out

    def add(self, record: ReportRecord) -> None:
        self._out.write(json.dumps(record.model_dump(mode="json"), ensure_ascii=False) + "\n")

    def end(self) -> None:
        pass


class FigureCsv:
    """The tidy long table; column names are the keys of docs/glossary.md, the same in every format."""

    def __init__(self, out: TextIO, mark: bool) -> None:
        if mark:
            out.write(BYTE_ORDER_MARK)
        self._rows = csv.writer(out, lineterminator="\n")
        self._rows.writerow(FIGURE_COLUMNS)

    def add(self, record: ReportRecord) -> None:
        for figure in record.figures:
            self._rows.writerow(guarded_row(figure_row(figure)))

    def end(self) -> None:
        pass


class FigureWorkbook:
    def __init__(self, part: Path, words: Words) -> None:
        from openpyxl import Workbook

        from gouji.output.xlsx import Sheet

        self._part = part
        self._book: Any = Workbook(write_only=True)
        self._sheet = Sheet(self._book, words.say("sheets", "figures"), FIGURE_COLUMNS, words, keys=True)

    def add(self, record: ReportRecord) -> None:
        for figure in record.figures:
            self._sheet.append(figure_row(figure))

    def end(self) -> None:
        self._sheet.close()
        self._book.save(self._part)


class FigureParquet:
    """Amounts as decimals, never as binary fractions; a row group for each report."""

    def __init__(self, part: Path) -> None:
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError as missing:
            raise MissingPackageError(str(missing)) from None
        self._arrow: Any = pyarrow
        kinds = {True: pyarrow.int32(), False: pyarrow.string()}
        fields = [
            (c, pyarrow.decimal128(38, 8) if c in DECIMALS else kinds[c in WHOLE]) for c in FigureRecord.model_fields
        ]
        self._schema = pyarrow.schema(fields)
        self._file = pyarrow.parquet.ParquetWriter(part, self._schema)

    def add(self, record: ReportRecord) -> None:
        rows = [figure.model_dump() for figure in record.figures]
        for row in rows:
            row.update({c: _fitting(row[c]) for c in DECIMALS})
        if rows:
            self._file.write_table(self._arrow.Table.from_pylist(rows, schema=self._schema))

    def end(self) -> None:
        self._file.close()


def _fitting(text: str | None) -> Decimal | None:
    """With eight digits after the point; None for a number too long to be an amount."""
    if not text:
        return None
    value = Decimal(text)
    return value.quantize(Decimal("1e-8")) if value.adjusted() < 19 else None
