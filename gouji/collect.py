"""From an extraction to the structured record of `gouji extract`: figures, score sheets, goal forms, tables, projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from extractor.document import ScopeKind
from extractor.evaluation.record import record_form, record_sheet
from extractor.extraction import Extraction
from extractor.figure import Figure
from extractor.tables.model import Band, Column, ColumnRole, LogicalTable
from gouji.output.words import Words, clean
from gouji.publish import in_print_order, publish_figure, publish_problem
from gouji.records import (
    AccountsTable,
    DocumentRecord,
    FigureRecord,
    ProjectRecord,
    ReportRecord,
    TableRow,
)

THREE_PUBLIC = "sangong"  # the facet of 三公 spending, see patterns/facets.yaml
SECTION_JOINT = " › "
Pair = tuple[Figure, FigureRecord]


def collect(extraction: Extraction, words: Words) -> ReportRecord:
    """Everything read out of one report as published by `gouji extract`, figures in the order of print."""
    document = extraction.document
    about = DocumentRecord(
        path=document.path, organization=clean(extraction.organization), year=extraction.year, kind=extraction.kind
    )
    pairs = [(f, publish_figure(f, about, words)) for f in in_print_order(extraction.figures)]
    return ReportRecord(
        file=document.path,
        sha256=document.sha256,
        format=document.format,
        status=document.status.value,
        problems=[publish_problem(p, words) for p in document.problems],
        title=clean(extraction.title),
        organization=about.organization,
        year=about.year,
        kind=about.kind,
        figures=[record for _, record in pairs],
        three_public=[record for figure, record in pairs if _is_three_public(figure)],
        score_sheets=[record_sheet(sheet) for sheet in extraction.sheets],
        goal_forms=[record_form(form) for form in extraction.forms],
        tables=[_accounts_table(t) for t in _other_tables(extraction)],
        projects=_projects(pairs),
    )


def _is_three_public(figure: Figure) -> bool:
    return any(dimension == THREE_PUBLIC for dimension, _ in figure.facets or ())


def _other_tables(extraction: Extraction) -> Iterator[LogicalTable]:
    """Every table that is not told as a score sheet or goal form."""
    told = [s.form.table for s in extraction.sheets] + [f.form.table for f in extraction.forms]
    yield from (t for t in extraction.tables if not any(t is other for other in told))


def _accounts_table(table: LogicalTable) -> AccountsTable:
    return AccountsTable(
        table=table.number,
        title=clean(table.title),
        unit=table.unit,
        section=SECTION_JOINT.join(table.section.path()),
        rows=[row for band in table.bands for row in _table_rows(table, band)],
    )


def _table_rows(table: LogicalTable, band: Band) -> Iterator[TableRow]:
    named = [
        (column, _heading(column)) for column in band.columns if column.role in (ColumnRole.VALUE, ColumnRole.RATE)
    ]
    for row in band.rows:
        values = {}
        for column, heading in named:
            cell = table.cells[row.index][column.index]
            if cell is not None and cell.text.strip():
                values[heading] = clean(cell.text).strip()
        yield TableRow(
            label=clean(row.label), kind=row.kind.value, code=row.code, level=row.level, side=band.side, values=values
        )


def _heading(column: Column) -> str:
    return "/".join(clean(part) for part in column.path) or f"#{column.index + 1}"


def _projects(pairs: Iterable[Pair]) -> list[ProjectRecord]:
    found: dict[str, list[FigureRecord]] = defaultdict(list)
    for figure, record in pairs:
        if figure.scope.kind is ScopeKind.PROJECT:
            found[clean(figure.scope.name)].append(record)
    return [ProjectRecord(name=name, figures=figures) for name, figures in found.items()]
