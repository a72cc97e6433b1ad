"""Hand-made grids and reports for the tests of self-evaluation."""

from __future__ import annotations

from decimal import Decimal

from extractor.document import Cell, Document, Heading, Paragraph, Scope, ScopeKind, Section, Table
from extractor.evaluation.read import SelfEvaluation, read_self_evaluation
from extractor.extraction import Extraction
from extractor.location import Location, Piece, Text
from extractor.tables.logical import logical_tables
from extractor.tables.model import LogicalTable, TableKind

OFFICE = Scope(ScopeKind.ATTACHMENT, "整体支出自评")


def project(name: str) -> Scope:
    return Scope(ScopeKind.PROJECT, name)


def text_of(text: str) -> Text:
    return Text(text, (Piece(0, Location(line=1, start=0, end=len(text))),))


def section(title: str = "", scope: Scope = OFFICE, parent: Section | None = None) -> Section:
    return Section(title, 1, parent, scope)


def table(
    rows: list[list[str]],
    title: str = "整体支出绩效自评计分表",
    scope: Scope = OFFICE,
    spans: dict[tuple[int, int], tuple[int, int]] | None = None,
    above: tuple[str, ...] = (),
    unit: str = "",
) -> LogicalTable:
    """spans: (row, column) → (rows, columns) covered; the places it covers must be "" in `rows`."""
    covered = {
        (r + i, c + j)
        for (r, c), (high, wide) in (spans or {}).items()
        for i in range(high)
        for j in range(wide)
        if i or j
    }
    cells: list[tuple[Cell | None, ...]] = []
    for i, row in enumerate(rows):
        line: list[Cell | None] = []
        for j, text in enumerate(row):
            high, wide = (spans or {}).get((i, j), (1, 1))
            place = Location(table=1, row=i + 1, column=j + 1)
            line.append(None if (i, j) in covered else Cell(text, i, j, high, wide, place))
        cells.append(tuple(line))
    flat = tuple(cell for line in cells for cell in line if cell)
    own = section(title, scope)
    grid = Table(1, flat, len(rows), max(map(len, rows)), Location(table=1), tuple(map(text_of, above)), section=own)
    known = logical_tables(document(grid))
    return LogicalTable(
        1, known[0].kind if known else TableKind.OTHER, title, unit, (grid,), tuple(cells), 1, (), (), own, scope
    )


def read(*tables: LogicalTable, texts: tuple[str, ...] = (), title: str = "", scope: Scope = OFFICE) -> SelfEvaluation:
    """The texts as paragraphs of one section, before the tables."""
    own = section(title, scope)
    blocks: list[Heading | Paragraph | Table] = [Paragraph(text_of(text), own) for text in texts]
    blocks += [grid for table in tables for grid in table.grids]
    return read_self_evaluation(tables, document(*blocks))


def document(*blocks: Heading | Paragraph | Table) -> Document:
    return Document("report.txt", "txt", "", blocks)


def extraction(found: SelfEvaluation) -> Extraction:
    return Extraction(document(), figures=found.figures, statements=found.statements, open=found.open)


def value(text: str) -> Decimal:
    return Decimal(text)
