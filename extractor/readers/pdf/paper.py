"""Whether white text shows: on white paper it does not, however many hidden notes and anchors are printed in it; on the
dark ground of a heading cell it does."""

from __future__ import annotations

from itertools import repeat

import pypdfium2.raw as raw

from extractor.location import Box
from extractor.readers.pdf import binding as pdfium
from extractor.readers.pdf.binding import Codes, Mask

_WHITE = 250  # of 255, each of red, green and blue
_PALE = 225  # the shade of every other row: white text does not show on it
_THICK = 4.0  # points: a line as thick is drawn as a ground
_MOST_GROUNDS = 20_000
_PATH, _TEXT = raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_TEXT


def is_white(known: Mask, colors: Codes, least: int = _WHITE) -> Mask:
    """Which of these objects are filled with white; known, colors: as `binding.fill_colors` gives them."""
    white: Mask = known & (colors[:, :3] >= least).all(axis=1)
    return white


class Paper:
    """The grounds of a page that are not white nor nearly so, in PDF user space; found when first asked for, as few pages are."""

    def __init__(self, page: int) -> None:
        self.page = page
        self._grounds: list[Box] | None = None

    def shows(self, text: int) -> bool:
        """Whether such a ground lies about a white text object's middle."""
        if self._grounds is None:
            self._grounds = self._find_grounds()
        left, bottom, right, top = pdfium.read_bounds(text)
        x, y = (left + right) / 2, (bottom + top) / 2
        return len(self._grounds) >= _MOST_GROUNDS or any(
            x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in self._grounds
        )

    def _find_grounds(self) -> list[Box]:
        count = pdfium.page_count_objects(self.page)
        items = list(map(pdfium.page_object, repeat(self.page), range(count)))
        kinds = list(map(pdfium.object_type, items))
        paths = [item for item, kind in zip(items, kinds, strict=True) if kind == _PATH]
        pale = is_white(*pdfium.fill_colors(paths), _PALE).tolist()
        grounds = [item for item, filled_pale in zip(paths, pale, strict=True) if _is_ground(item, filled_pale)]
        grounds += [item for item, kind in zip(items, kinds, strict=True) if kind not in (_PATH, _TEXT)]
        return list(map(pdfium.read_bounds, grounds[:_MOST_GROUNDS]))


def _is_ground(path: int, is_pale: bool) -> bool:
    mode, width = pdfium.Room(2, 1, "I"), pdfium.Room(1, 1)
    pdfium.path_draw_mode(path, *mode.places)
    is_filled, is_stroked = mode.numbers
    if is_filled and not is_pale:
        return True
    return bool(is_stroked and pdfium.object_stroke_width(path, *width.places) and width.numbers[0] >= _THICK)
