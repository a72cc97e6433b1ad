"""What stands on one PDF page: its characters, its ruling lines, whether it carries an image.

Coordinates are points from the top left corner of the page as it is looked at: the page's own /Rotate is applied,
and a page whose text runs sideways is turned until most of it stands upright (`PageContent.shown` turns a box back).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import NamedTuple

from extractor.location import Box

Ruling = tuple[float, float, float]  # a straight line: where it stands, where it begins, where it ends


class Edges(NamedTuple):
    """A page's ruling lines: upright ones at x from top to bottom, level ones at y from left to right."""

    upright: list[Ruling]
    level: list[Ruling]


class Char(NamedTuple):
    """A glyph in its baseline box: bottom and top hang on the baseline and the font size alone, so that all fonts of
    one line agree. turn is the direction its text runs in: 0 to the right, 1 up, 2 to the left, 3 down."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """The page's box in PDF user space and how many quarter turns clockwise it is looked at."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int = 0

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.quarters % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.quarters % 2 else self.top - self.bottom

    def view(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space as seen: right of the left edge, down from the top edge."""
        if self.quarters == 0:
            return x - self.left, self.top - y
        match self.quarters:
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case _:
                return self.top - y, self.right - x

    def turned(self, quarters: int) -> Frame:
        return Frame(self.left, self.bottom, self.right, self.top, (self.quarters + quarters) % 4)


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page. `extra_quarters` is the turn made beyond the page's own /Rotate; `unmapped` counts glyphs no text is
    known for; `edges` is None where the page draws more than anyone would call a table; `is_scan`: an image covers
    the page and hardly any text stands on it."""

    number: int
    frame: Frame
    chars: list[Char]
    edges: Edges | None
    has_image: bool
    unmapped: int = 0
    extra_quarters: int = 0
    is_scan: bool = False

    @property
    def width(self) -> float:
        return self.frame.width

    @property
    def height(self) -> float:
        return self.frame.height

    def shown(self, box: Box) -> Box:
        """A box of this content as it stands on the page a viewer shows."""
        x0, top, x1, bottom = box
        if self.extra_quarters == 0:
            return _tenths(x0), _tenths(top), _tenths(x1), _tenths(bottom)
        match self.extra_quarters:
            case 1:
                turned = (top, self.width - x1, bottom, self.width - x0)
            case 2:
                turned = (self.width - x1, self.height - bottom, self.width - x0, self.height - top)
            case _:
                turned = (self.height - bottom, x0, self.height - top, x1)
        a, b, c, d = turned
        return _tenths(a), _tenths(b), _tenths(c), _tenths(d)


def _tenths(points: float) -> float:
    """To a tenth of a point, halves up: every cell and line is shown, and `round` takes four times as long."""
    return floor(10 * points + 0.5) / 10
