"""From an extraction to the structured record of `gouji extract`: figures, score sheets, goal forms, tables, projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from extractor.document import ScopeKind
from extractor.extraction import Extraction
from extractor.figure import Figure, Role
from extractor.tables.model import Band, Column, ColumnRole, LogicalTable, TableKind
from gouji.output.words import Words, clean
from gouji.publish import in_print_order, publish_figure, publish_problem
from gouji.records import (
    AccountsTable,
    Amount,
    DocumentRecord,
    FigureRecord,
    GoalRow,
    GoalTable,
    ProjectRecord,
    ReportRecord,
    ScoreRow,
    ScoreSheet,
    TableRow,
)

THREE_PUBLIC = "sangong"  # the facet of 三公 spending, see patterns/facets.yaml
SECTION_JOINT = " › "
Pair = tuple[Figure, FigureRecord]


def collect(extraction: Extraction, words: Words) -> ReportRecord:
    document = extraction.document
    about = DocumentRecord(
        path=document.path, organization=clean(extraction.organization), year=extraction.year, kind=extraction.kind
    )
    pairs = [(f, publish_figure(f, about, words)) for f in in_print_order(extraction.figures)]
    of_table = _by_table(pairs)
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
        score_sheets=[_score_sheet(t, of_table) for t in extraction.tables if t.kind is TableKind.SCORE_SHEET],
        goal_tables=[_goal_table(t, of_table) for t in extraction.tables if t.kind is TableKind.GOAL_FORM],
        tables=[_accounts_table(t) for t in extraction.tables if t.kind in (TableKind.AMOUNTS, TableKind.OTHER)],
        projects=_projects(pairs),
    )


def _by_table(pairs: Iterable[Pair]) -> dict[int, list[Pair]]:
    found: dict[int, list[Pair]] = defaultdict(list)
    for figure, record in pairs:
        if figure.location.table is not None:
            found[figure.location.table].append((figure, record))
    return found


def _is_three_public(figure: Figure) -> bool:
    return any(dimension == THREE_PUBLIC for dimension, _ in figure.facets or ())


def _rows(table: LogicalTable, of_table: dict[int, list[Pair]]) -> Iterator[tuple[int | None, list[Pair]]]:
    """The figures of a table, row by row in print order."""
    rows: dict[tuple[int, int | None], list[Pair]] = defaultdict(list)
    for grid in table.grids:
        for figure, record in of_table.get(grid.number, ()):
            rows[grid.number, figure.location.row].append((figure, record))
    yield from ((row, pairs) for (_, row), pairs in rows.items())


def _score_sheet(table: LogicalTable, of_table: dict[int, list[Pair]]) -> ScoreSheet:
    rows: list[ScoreRow] = []
    for row, pairs in _rows(table, of_table):
        rows += _score_rows(row, pairs)
    return ScoreSheet(
        table=table.number,
        title=clean(table.title),
        scope=table.scope.kind.value,
        scope_name=clean(table.scope.name),
        rows=rows,
    )


def _score_rows(row: int | None, pairs: list[Pair]) -> Iterator[ScoreRow]:
    """The indicator that has the score, and before it the higher levels that are printed in the same row (投入20分)."""
    weights = [r for f, r in pairs if f.role is Role.WEIGHT]
    scores = [r for f, r in pairs if f.role is Role.SCORE]
    own = next((w for w in weights if scores and w.label == scores[0].label), weights[-1] if weights else None)
    yield from (ScoreRow(label=w.label, weight=w.value, row=row) for w in weights if w is not own or not scores)
    for score in scores[:1]:
        yield ScoreRow(label=score.label, weight=own.value if own else None, score=score.value, row=row)


def _goal_table(table: LogicalTable, of_table: dict[int, list[Pair]]) -> GoalTable:
    rows = []
    for row, pairs in _rows(table, of_table):
        amounts = {
            r.basis or r.concept or r.label: Amount(text=r.text, value=r.value, unit=r.unit, value_wan=r.value_wan)
            for f, r in pairs
            if f.quantity.is_money
        }
        targets = [r.text for f, r in pairs if f.role is Role.TARGET]
        results = [r.text for f, r in pairs if f.role is Role.RESULT]
        rows.append(GoalRow(label=pairs[0][1].label, row=row, amounts=amounts, targets=targets, results=results))
    return GoalTable(
        table=table.number,
        title=clean(table.title),
        scope=table.scope.kind.value,
        scope_name=clean(table.scope.name),
        rows=rows,
    )


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
