"""Printed grids written as text, and what the table checks say of them."""

from dataclasses import dataclass

from checks import cross as _cross  # noqa: F401  (registers its checks)
from checks import tables as _tables  # noqa: F401
from checks.equation import Equation
from checks.examine import merge
from checks.judge import Status, Verdict, judge
from checks.prints import Prints
from checks.registry import CHECKS
from extractor.document import Cell, Document, Table
from extractor.extraction import Extraction
from extractor.figure import Figure
from extractor.location import Location, Piece, Text
from extractor.tables.amounts import TableContext, read_amounts
from extractor.tables.cross import cross_statements
from extractor.tables.logical import logical_tables
from extractor.tables.names import Names

LEFT, UP, BREAK = "<", "^", "⏎"


def grid(text: str, *above: str, number: int = 1, page: int | None = None, spans: bool = True) -> Table:
    """A grid from lines of cells set apart by |; "<" continues the cell to the left, "^" the cell above,
    "⏎" breaks the line inside a cell."""
    rows = [line.split("|") for line in text.strip("\n").splitlines()]
    width = max(map(len, rows))
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    cells = [
        _cell(rows, r, c, number, page)
        for r in range(len(rows))
        for c in range(width)
        if rows[r][c].strip() not in (LEFT, UP)
    ]
    place = Location(table=number, page=page)
    edges = tuple(100.0 * n for n in range(width + 1)) if page else ()
    lines = tuple(Text(line, (Piece(0, Location(page=page)),)) for line in above)
    return Table(number, tuple(cells), len(rows), width, place, lines, (), spans, edges)


def _cell(rows: list[list[str]], row: int, column: int, table: int, page: int | None) -> Cell:
    wide = tall = 1
    while column + wide < len(rows[row]) and rows[row][column + wide].strip() == LEFT:
        wide += 1
    while row + tall < len(rows) and rows[row + tall][column].strip() == UP:
        tall += 1
    place = Location(table=table, row=row + 1, column=column + 1, page=page)
    return Cell(rows[row][column].rstrip().replace(BREAK, "\n"), row, column, tall, wide, place)


@dataclass(frozen=True)
class Outcome:
    figures: tuple[Figure, ...]
    judged: tuple[tuple[Equation, Verdict], ...]

    def codes(self, status: Status) -> set[str]:
        return {e.code for e, v in self.judged if v.status is status}

    @property
    def failing(self) -> list[str]:
        return [f"{e.code} {e.main.label} {e.main.quantity.text}" for e, v in self.judged if v.status is Status.FAILS]

    @property
    def unchecked(self) -> list[str]:
        decided = {id(f) for e, v in self.judged if v.status is not Status.UNDETERMINED for f in e.relation.figures()}
        return [f"{f.label} {f.quantity.text}" for f in self.figures if id(f) not in decided]


def check_tables(
    *tables: Table, kind: str = "final_accounts", texts: tuple[Figure, ...] = (), document: Document | None = None
) -> Outcome:
    """Read the grids of one report about 2023 and judge what the table checks demand."""
    document = document or Document("report.pdf", "pdf", "", tables)
    logical = logical_tables(document)
    figures, statements, unbound = read_amounts(logical, TableContext(kind, 2023))
    crossing = cross_statements((*figures, *texts), Names.of(logical))
    extraction = Extraction(document, "", "", 2023, kind, figures, (*statements, *crossing), unbound, logical)
    found = [
        e for code, c in CHECKS.items() if code.startswith("TAB") for e in c(extraction) if isinstance(e, Equation)
    ]
    prints = Prints()
    return Outcome(figures, tuple((e, judge(e, prints)) for e in merge(found)))
