"""What a workbook says of its cells beside their values: number formats, formulas without results, what is hidden."""

from __future__ import annotations

from dataclasses import dataclass, field

UNKNOWN = "#?"
"""Stands in a cell whose formula has no stored result: there is a number, and nobody knows which."""

Place = tuple[int, int]


@dataclass(slots=True)
class SheetFormats:
    """Formats of the cells that have one other than General; formulas whose results the file does not hold; what
    cells of faulty formulas show (#REF!).

    too_large: cells stand so far apart that the sheet must not be laid out.
    hidden_rows and hidden_columns count from 0, filled those that hold something."""

    formats: dict[Place, str] = field(default_factory=dict)
    uncalculated: set[Place] = field(default_factory=set)
    faulty: dict[Place, str] = field(default_factory=dict)
    too_large: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filled_rows: set[int] = field(default_factory=set)
    filled_columns: set[int] = field(default_factory=set)

    def of(self, at: Place) -> str:
        return self.formats.get(at, "General")

    def fill(self, row: int, column: int) -> None:
        self.filled_rows.add(row)
        self.filled_columns.add(column)

    @property
    def hidden(self) -> tuple[int, int]:
        """How many rows and columns hold something that the sheet does not show."""
        return len(self.hidden_rows & self.filled_rows), len(self.hidden_columns & self.filled_columns)
