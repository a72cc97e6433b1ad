"""One printed line of a page, whole or in several stretches."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.location import Box
from extractor.readers.pdf_lines import Line


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line outside the tables: its stretches from left to right."""

    parts: tuple[Line, ...]

    @property
    def text(self) -> str:
        return " ".join(part.text for part in self.parts)

    @property
    def x0(self) -> float:
        return self.parts[0].x0

    @property
    def x1(self) -> float:
        return max(part.x1 for part in self.parts)

    @property
    def top(self) -> float:
        return min(part.top for part in self.parts)

    @property
    def bottom(self) -> float:
        return max(part.bottom for part in self.parts)

    @property
    def size(self) -> float:
        return max(part.size for part in self.parts)

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom
