"""A report as the corpus knows it: blocks of spans, where every printed number still knows which fact it prints.

This is the corpus's own model; it shares nothing with the checker's `Document`, so that neither can hide the other's mistakes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum


class Role(StrEnum):
    TEXT = ""
    NUMBER = "number"
    UNIT = "unit"
    DIRECTION = "direction"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Fact:
    """What a number says: an amount, a ratio of two amounts, their difference, or the growth of one over the other."""

    kind: str  # amount | ratio | delta | growth
    of: str
    to: str = ""

    def __str__(self) -> str:
        return f"{self.kind}({self.of}{'|' + self.to if self.to else ''})"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text. value is signed and in `unit`; step is the size of the last printed place, 0 for an exact count."""

    text: str
    role: Role = Role.TEXT
    fact: Fact | None = None
    value: Decimal | None = None
    unit: str = ""
    step: Decimal = Decimal(0)


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: Spans
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    spans: Spans = ()
    rowspan: int = 1
    colspan: int = 1

    @property
    def text(self) -> str:
        return "".join(s.text for s in self.spans)


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """rows hold only the cells that start in them, as in HTML; heading_rows are the first rows; widths are relative."""

    title: str
    unit_note: str
    rows: tuple[Row, ...]
    heading_rows: int
    widths: tuple[int, ...]
    note: str = ""
    repeat_heading: bool = True


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Block = Heading | Paragraph | Table | PageBreak


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Where a span stands: block, row and cell in a table (else -1), index of the span."""

    block: int
    row: int
    cell: int
    span: int


@dataclass(frozen=True, slots=True)
class Report:
    name: str
    kind: str
    style: str
    seen: bool
    seed: int
    organization: str
    year: int
    title: str
    blocks: tuple[Block, ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())

    def spans(self) -> Iterator[tuple[Address, Span]]:
        for b, block in enumerate(self.blocks):
            yield from _spans_of(b, block)

    def at(self, address: Address) -> Span:
        block = self.blocks[address.block]
        if isinstance(block, Table):
            return block.rows[address.row][address.cell].spans[address.span]
        assert isinstance(block, Heading | Paragraph)
        return block.spans[address.span]

    def section(self, block: int) -> str:
        """The nearest heading above a block."""
        for b in range(block, -1, -1):
            candidate = self.blocks[b]
            if isinstance(candidate, Heading):
                return text_of(candidate.spans)
        return self.title


def text_of(spans: Spans) -> str:
    return "".join(s.text for s in spans)


def _spans_of(b: int, block: Block) -> Iterator[tuple[Address, Span]]:
    if isinstance(block, Table):
        for r, row in enumerate(block.rows):
            for c, cell in enumerate(row):
                for i, span in enumerate(cell.spans):
                    yield Address(b, r, c, i), span
    elif isinstance(block, Heading | Paragraph):
        for i, span in enumerate(block.spans):
            yield Address(b, -1, -1, i), span


def edited(report: Report, edits: Mapping[Address, Span]) -> Report:
    """The report with some spans replaced."""
    touched = {a.block for a in edits}
    blocks = tuple(_edited_block(b, x, edits) if b in touched else x for b, x in enumerate(report.blocks))
    return replace(report, blocks=blocks)


def _edited_block(b: int, block: Block, edits: Mapping[Address, Span]) -> Block:
    if isinstance(block, Table):
        rows = tuple(
            tuple(
                replace(cell, spans=tuple(edits.get(Address(b, r, c, i), s) for i, s in enumerate(cell.spans)))
                for c, cell in enumerate(row)
            )
            for r, row in enumerate(block.rows)
        )
        return replace(block, rows=rows)
    assert isinstance(block, Heading | Paragraph)
    return replace(block, spans=tuple(edits.get(Address(b, -1, -1, i), s) for i, s in enumerate(block.spans)))
