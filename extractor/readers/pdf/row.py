"""One printed line of a page, whole or in several stretches."""

from __future__ import annotations

from extractor.location import Box
from extractor.readers.pdf.lines import Line


class Row:
    """One printed line outside the tables: its stretches from left to right, and what they make together."""

    __slots__ = ("bottom", "parts", "size", "text", "top", "x0", "x1")

    def __init__(self, parts: tuple[Line, ...]) -> None:
        self.parts = parts
        self.text = " ".join([part.text for part in parts])
        self.x0 = parts[0].x0
        self.x1 = max([part.x1 for part in parts])
        self.top = min([part.top for part in parts])
        self.bottom = max([part.bottom for part in parts])
        self.size = max([part.size for part in parts])

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom
