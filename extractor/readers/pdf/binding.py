"""PDFium's C functions with plain integer handles.

pypdfium2's generated prototypes build a pointer object for every handle; reading a page takes four calls a character,
and handles passed as plain integers halve that cost. Out parameters are passed as addresses for the same reason, and
so that `map` can run one function over a whole page: each call writes to its own place in one `Room`. Whether it wrote
anything shows there; what such a function returns is not asked for, which saves a tenth of the call.
"""

from __future__ import annotations

import ctypes
import math
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

from extractor.location import Box

_HANDLE, _INT, _FLOAT, _DOUBLE, _UINT, _OUT = (
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_float,
    ctypes.c_double,
    ctypes.c_uint,
    ctypes.c_void_p,
)
UNSET = 0xFFFFFFFF
_ADDRESS = ctypes.c_size_t  # a handle as a plain number, 0 for none, where ctypes makes None of it

Numbers = npt.NDArray[np.float64]
Handles = npt.NDArray[np.uint64]
Places = npt.NDArray[np.intp]  # positions in another array
Codes = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]


def _bind(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    if address is None:
        raise ImportError(f"pdfium has no {name}")
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


text_unicode = _bind("FPDFText_GetUnicode", _UINT, _HANDLE, _INT)
text_codes = _bind("FPDFText_GetText", _INT, _HANDLE, _INT, _INT, _OUT)
text_is_generated = _bind("FPDFText_IsGenerated", _INT, _HANDLE, _INT)
text_object = _bind("FPDFText_GetTextObject", _ADDRESS, _HANDLE, _INT)
text_loose_box = _bind("FPDFText_GetLooseCharBox", None, _HANDLE, _INT, _OUT)
text_origin = _bind("FPDFText_GetCharOrigin", None, _HANDLE, _INT, _OUT, _OUT)
text_font_size = _bind("FPDFText_GetFontSize", _DOUBLE, _HANDLE, _INT)
text_matrix = _bind("FPDFText_GetMatrix", None, _HANDLE, _INT, _OUT)
text_render_mode = _bind("FPDFTextObj_GetTextRenderMode", _INT, _HANDLE)

page_count_objects = _bind("FPDFPage_CountObjects", _INT, _HANDLE)
page_object = _bind("FPDFPage_GetObject", _HANDLE, _HANDLE, _INT)
object_type = _bind("FPDFPageObj_GetType", _INT, _HANDLE)
object_matrix = _bind("FPDFPageObj_GetMatrix", None, _HANDLE, _OUT)
object_fill_color = _bind("FPDFPageObj_GetFillColor", None, _HANDLE, _OUT, _OUT, _OUT, _OUT)
object_clip = _bind("FPDFPageObj_GetClipPath", _HANDLE, _HANDLE)
clip_count_paths = _bind("FPDFClipPath_CountPaths", _INT, _HANDLE)
clip_count_segments = _bind("FPDFClipPath_CountPathSegments", _INT, _HANDLE, _INT)
clip_segment = _bind("FPDFClipPath_GetPathSegment", _ADDRESS, _HANDLE, _INT, _INT)
object_bounds = _bind("FPDFPageObj_GetBounds", None, _HANDLE, _OUT, _OUT, _OUT, _OUT)
object_stroke_width = _bind("FPDFPageObj_GetStrokeWidth", _INT, _HANDLE, _OUT)
path_draw_mode = _bind("FPDFPath_GetDrawMode", _INT, _HANDLE, _OUT, _OUT)
form_count_objects = _bind("FPDFFormObj_CountObjects", _INT, _HANDLE)
form_object = _bind("FPDFFormObj_GetObject", _HANDLE, _HANDLE, ctypes.c_ulong)

path_count_segments = _bind("FPDFPath_CountSegments", _INT, _HANDLE)
path_segment = _bind("FPDFPath_GetPathSegment", _HANDLE, _HANDLE, _INT)
segment_point = _bind("FPDFPathSegment_GetPoint", None, _HANDLE, _OUT, _OUT)
segment_type = _bind("FPDFPathSegment_GetType", _INT, _HANDLE)
segment_close = _bind("FPDFPathSegment_GetClose", _INT, _HANDLE)


def address_of(value: Any) -> int:
    """The address of a ctypes value, to be passed as an out parameter while the value is kept alive."""
    return ctypes.addressof(value)


def handle_of(pointer: Any) -> int:
    """The plain integer of a handle pypdfium2 gave; 0 for none."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


class Room:
    """Memory for what many calls write, `width` numbers each; `places` are the addresses to pass, in their order.

    kind: "f" for C floats, unset where not a number; "I" for unsigned integers, unset where UNSET.
    """

    __slots__ = ("numbers", "places", "width")

    def __init__(self, calls: int, width: int, kind: Literal["f", "I"] = "f") -> None:
        self.width = width
        self.numbers: array[Any] = array(kind, [math.nan if kind == "f" else UNSET]) * (width * calls)
        start = self.numbers.buffer_info()[0]
        self.places = range(start, start + 4 * width * calls, 4 * width)

    def table(self) -> Numbers:
        """What the calls wrote, a row a call; of a room of floats."""
        return np.frombuffer(self.numbers, np.float32).reshape(-1, self.width).astype(np.float64)


def call_each(function: Callable[..., Any], *arguments: Iterable[Any]) -> None:
    """Calls it with the first of each of the arguments, then with the second of each, for what it writes."""
    deque(map(function, *arguments), maxlen=0)


def segment_points(segments: Iterable[int], count: int) -> tuple[array[float], array[float]]:
    """The x and the y of each of these path segments."""
    room = Room(2 * count, 1)
    call_each(segment_point, segments, room.places[::2], room.places[1::2])
    return room.numbers[::2], room.numbers[1::2]


def fill_colors(items: Sequence[int]) -> tuple[Mask, Codes]:
    """Of which of these page objects the colour is known, and red, green, blue and opacity of each, 0 to 255."""
    room = Room(4 * len(items), 1, "I")
    at = room.places
    call_each(object_fill_color, items, at[::4], at[1::4], at[2::4], at[3::4])
    colors = np.frombuffer(room.numbers, np.uint32).reshape(-1, 4)
    known: Mask = colors[:, 3] != UNSET
    return known, colors


def read_bounds(item: int) -> Box:
    """Left, bottom, right and top of a page object in its own space; all 0 where PDFium knows none."""
    room = Room(4, 1)
    object_bounds(item, *room.places)
    left, bottom, right, top = room.numbers
    return (0.0, 0.0, 0.0, 0.0) if math.isnan(left) else (left, bottom, right, top)
