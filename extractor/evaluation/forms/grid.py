"""Forms of self-evaluation: one printed grid that holds several small tables, each under a heading row of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import regex

from extractor.document import Cell, Scope, ScopeKind
from extractor.evaluation.words import Head, read_head, read_label
from extractor.figure import Figure, Role
from extractor.location import Location
from extractor.numbers import read_cell, squeeze
from extractor.quantity import Quantity
from extractor.tables.model import LogicalTable

LONGEST_QUOTE = 60
_WORDS_END = regex.compile(r"[\s，。；：、,;:][^\s，。；：、,;:]{0,20}$")
SECTION_JOINT = " › "
LONGEST_TITLE = 40
_DIGIT = regex.compile(r"\d")
_YEAR = regex.compile(r"^.*?(?:19|20)\d{2}年?度?")
_BRACKET = regex.compile(r"[(]([^()]{2,40})[)]")
FEWEST_HEADS = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One small table of a form: heads by column, the row of its heading, the rows below it up to the next heading."""

    heads: dict[int, Head]
    head_row: int
    rows: tuple[int, ...]
    side: str = ""  # the word beside it that names it: 预算执行情况, 预算结构

    def column(self, role: str) -> int | None:
        """The first column of a role."""
        return next((j for j, head in self.heads.items() if head.role == role), None)

    def columns(self, *roles: str) -> tuple[int, ...]:
        return tuple(j for j, head in self.heads.items() if head.role in roles)

    def has(self, *roles: str) -> bool:
        return all(self.column(role) is not None for role in roles)


@dataclass(frozen=True, slots=True)
class Form:
    """A table as rows of cells in which a merged cell answers for every place it covers."""

    table: LogicalTable
    cells: tuple[tuple[Cell | None, ...], ...]
    texts: tuple[tuple[str, ...], ...]  # squeezed
    own: frozenset[tuple[int, int]]  # places where a cell begins
    parts: tuple[Part, ...] = ()
    subject: str = ""
    made: dict[tuple[int, int, Role], Figure] = field(default_factory=dict)  # one figure a printed number

    def cell(self, row: int, column: int) -> Cell | None:
        line = self.cells[row]
        return line[column] if column < len(line) else None

    def text(self, row: int, column: int) -> str:
        line = self.texts[row]
        return line[column] if column < len(line) else ""

    def begins(self, row: int, column: int) -> bool:
        """Whether a cell begins here (False: covered by a merged cell, or no cell)."""
        return (row, column) in self.own

    def place(self, row: int, column: int) -> Location:
        """Where a cell stands, counted from 0 in the joined form; rows and columns of the location count from 1."""
        cell = self.cell(row, column)
        at = cell.location if cell else (self.table.grids[0].location if self.table.grids else Location())
        return at._replace(
            table=at.table or self.table.number,
            row=at.row or row + 1,
            column=at.column or column + 1,
            section=at.section or SECTION_JOINT.join(self.table.section.path()) or None,
        )

    def quantity(self, row: int, column: int, unit: str = "") -> Quantity | None:
        """The number a cell prints where the cell begins, else None."""
        text = self.text(row, column)
        if not _DIGIT.search(text) or not self.begins(row, column):
            return None
        cell = self.cell(row, column)
        return read_cell(cell.text, unit) if cell else None

    def figure(self, quantity: Quantity, role: Role, label: str, row: int, column: int, **more: str) -> Figure:
        """The figure of a cell, its label led by the form's subject; the same one whenever the cell is asked again."""
        known = self.made.get((row, column, role))
        if known is not None:
            return known
        line = f"{label} {quantity.text}" if squeeze(quantity.text) not in squeeze(label) else label
        made = Figure(
            quantity=quantity,
            role=role,
            label=f"{self.subject} {label}".strip(),
            location=self.place(row, column),
            quote=shorten(more.get("quote", line), quantity.text),
            scope=self.table.scope,
            concept=more.get("concept", label),
            basis=more.get("basis", ""),
        )
        self.made[row, column, role] = made
        return made


def shorten(line: str, number: str) -> str:
    """A quotation of bearable length: the end of its words is left out, never the number it is about."""
    if len(line) <= LONGEST_QUOTE:
        return line
    head, tail = (line[: -len(number)], f"… {number}") if line.endswith(number) else (line, "…")
    cut = head[: LONGEST_QUOTE - len(tail)]
    words = _WORDS_END.search(cut)
    return f"{cut[: words.start()] if words else cut}{tail}"


def open_form(table: LogicalTable) -> Form:
    """Lay merged cells out over the places they cover."""
    width = max((len(row) for row in table.cells), default=0)
    grid: list[list[Cell | None]] = [[*row, *[None] * (width - len(row))] for row in table.cells]
    own: set[tuple[int, int]] = set()
    for i, row in enumerate(table.cells):
        for j, cell in enumerate(row):
            if cell is None:
                continue
            own.add((i, j))
            for r in range(i, min(i + cell.row_span, len(grid))):
                for c in range(j, min(j + cell.column_span, width)):
                    if grid[r][c] is None:
                        grid[r][c] = cell
    plain = {id(cell): squeeze(cell.text) for row in table.cells for cell in row if cell}
    texts = [[plain[id(cell)] if cell else "" for cell in line] for line in grid]
    return Form(
        table,
        tuple(map(tuple, grid)),
        tuple(map(tuple, texts)),
        frozenset(own),
        tuple(_find_parts(texts)),
        name_subject(table.title, table.scope),
    )


def name_subject(title: str, scope: Scope) -> str:
    """What a form is about, for labels: its project or unit, then its title without the year ("某某项目 自评计分表")."""
    plain = squeeze(title)
    end = plain.find("表") + 1
    bracket = _BRACKET.match(plain, end) if end else None
    head = _YEAR.sub("", plain[:end] or plain[:LONGEST_TITLE])
    own = squeeze(scope.name) if scope.kind in (ScopeKind.PROJECT, ScopeKind.OFFICE) else ""
    name = own or (bracket[1] if bracket else "")
    return f"{name} {head}".strip() if name not in head else head


def _find_parts(rows: Sequence[Sequence[str]]) -> list[Part]:
    """Cut the rows of a form, texts without blanks, at its heading rows. A heading may run over two rows."""
    parts: list[Part] = []
    starts: list[tuple[int, int, dict[int, Head]]] = []  # first row, row after the heading, heads
    i = 0
    while i < len(rows):
        heads = _heads(rows[i])
        if not _is_heading(rows[i], heads):
            i += 1
            continue
        after = i + 1
        if after < len(rows) and (lower := _second_line(rows[i], rows[after])):
            heads = {**heads, **lower}
            after += 1
        starts.append((i, after, dict(sorted(heads.items()))))
        i = after
    for n, (first, after, heads) in enumerate(starts):
        end = starts[n + 1][0] if n + 1 < len(starts) else len(rows)
        parts.append(Part(heads, first, tuple(range(after, end)), _side(rows[first], heads)))
    return parts


def _heads(row: Sequence[str]) -> dict[int, Head]:
    found: dict[int, Head] = {}
    for j, text in enumerate(row):
        head = read_head(text)
        if head and not (j and row[j - 1] == text and j - 1 in found):
            found[j] = head
    return found


def _is_heading(row: Sequence[str], heads: dict[int, Head]) -> bool:
    """No number in the row, most of its words known headings, and enough of them to be no accident."""
    roles = {head.role for head in heads.values()}
    enough = len(heads) >= FEWEST_HEADS or {"target", "result"} <= roles or {"level", "score"} <= roles
    filled = [text for text in row if text]
    if not enough or 2 * len(heads) < len(filled) - 1 or roles == {"note"}:
        return False
    return not any(read_cell(text) for text in filled if _DIGIT.search(text))


def _second_line(upper: Sequence[str], lower: Sequence[str]) -> dict[int, Head] | None:
    """The heads of a second heading row: all its words are heads and at least one stands where they refine the first."""
    filled = {j: read_head(text) for j, text in enumerate(lower) if text}
    if not filled or any(head is None for head in filled.values()):
        return None
    over = {j: upper[j] if j < len(upper) else "" for j in filled}
    merged = any(over[j] == lower[j] for j in filled)
    deeper = sum(h.role == "level" for h in filled.values() if h) > sum(
        head.role == "level" for text in upper if (head := read_head(text))
    )
    fills_gap = len(filled) < FEWEST_HEADS and any(not text for text in over.values())
    return {j: head for j, head in filled.items() if head} if merged or deeper or fills_gap else None


def _side(row: Sequence[str], heads: dict[int, Head]) -> str:
    """The word before the first head: it names the part and runs down beside it."""
    first = min(heads)
    before = [text for text in row[:first] if text]
    return before[-1] if before else ""


@dataclass(frozen=True, slots=True)
class Weighted:
    """A label cell with the weight printed in it."""

    name: str
    weight: Figure | None


def read_weighted(form: Form, row: int, column: int) -> Weighted:
    """The indicator a label cell names and its weight in brackets as a figure."""
    cell = form.cell(row, column)
    named = read_label(cell.text if cell else "")
    if named.value is None:
        return Weighted(named.name, None)
    _, _, fraction = named.weight.partition(".")
    quantity = Quantity(Decimal(named.weight), "分", len(fraction), f"{named.weight}分")
    figure = form.figure(quantity, Role.WEIGHT, named.name, row, column, quote=squeeze(cell.text if cell else ""))
    return Weighted(named.name, figure)
