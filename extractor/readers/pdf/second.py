"""A second opinion on a page PDFium returns suspiciously little of: pdfplumber's own parser.

It is twelve times slower, so it is asked for damaged files and nearly empty pages only. On damaged files it recovers
objects PDFium gives up.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator
from typing import Any

import pdfplumber
from pdfminer import pdffont
from pdfminer.pdftypes import resolve1

from extractor.readers.pdf.chars import plain_character
from extractor.readers.pdf.content import Char, Edges, Frame, PageContent
from extractor.readers.pdf.rulings import SHORTEST

# pdfminer logs a line for every broken object; the reader tells of the damage once, as a Problem
logging.getLogger("pdfminer").addHandler(logging.NullHandler())

_DESCENT = 0.2
_MAX_EDGES = 60_000
_MAX_WIDTHS = 300_000  # character codes of one font; the largest have 65 536


def _within_reason(widths: Iterable[object], size: int) -> Iterator[object]:
    """A font's widths, ranges of `size` numbers and lists, up to where they name more characters than any font has: [0 200000000 500] gives one width to
    two hundred million, and pdfminer writes each of them down (found by a mutated file: three minutes, gigabytes)."""
    left = _MAX_WIDTHS
    run: list[float] = []
    for entry in map(resolve1, widths):
        if isinstance(entry, list):
            left -= len(entry)
            run.clear()
        elif isinstance(entry, int | float):
            run.append(entry)
            if len(run) == size:
                left -= max(0, int(run[1] - run[0]))
                run.clear()
        if left < 0:
            return
        yield entry


_across, _down = pdffont.get_widths, pdffont.get_widths2
pdffont.get_widths = lambda seq: _across(_within_reason(seq, 3))
pdffont.get_widths2 = lambda seq: _down(_within_reason(seq, 5))


class SecondOpinion:
    """pdfplumber on the file's bytes, opened when first asked. `given` counts the pages read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.given = 0
        self._pdf: Any = None
        self._failed = False

    def page_count(self) -> int:
        pdf = self._open()
        return len(pdf.pages) if pdf else 0

    def read(self, index: int) -> PageContent | None:
        """The page's content as pdfplumber sees it; None where it fails too."""
        pdf = self._open()
        self.given += 1
        if not pdf or index >= len(pdf.pages):
            return None
        try:
            page = pdf.pages[index]
            content = _content(page, index + 1)
            page.close()
        except TimeoutError:  # the time of the whole check is up
            raise
        except Exception:  # pdfminer raises anything at all on a damaged object; its failure is no opinion
            return None
        return content

    def close(self) -> None:
        if self._pdf:
            self._pdf.close()

    def _open(self) -> Any:
        if self._pdf is None and not self._failed:
            try:
                self._pdf = pdfplumber.open(io.BytesIO(self.data))
                len(self._pdf.pages)
            except TimeoutError:
                raise
            except Exception:  # as above
                self._failed = True
                self._pdf = None
        return self._pdf


def _content(page: Any, number: int) -> PageContent:
    mapped = [raw for raw in page.chars if raw["text"] and not raw["text"].startswith("(cid:")]
    chars = [_char(raw, float(page.height)) for raw in mapped]
    unmapped = len(page.chars) - len(chars)
    edges = _edges(page.edges) if len(page.edges) <= _MAX_EDGES else None
    frame = Frame(0.0, 0.0, float(page.width), float(page.height))
    return PageContent(number, frame, chars, edges, bool(page.images), unmapped=unmapped)


def _edges(found: Iterable[dict[str, Any]]) -> Edges:
    edges = Edges([], [])
    for edge in found:
        if edge["orientation"] == "v" and edge["height"] >= SHORTEST:
            edges.upright.append((edge["x0"], edge["top"], edge["bottom"]))
        elif edge["orientation"] == "h" and edge["width"] >= SHORTEST:
            edges.level.append((edge["top"], edge["x0"], edge["x1"]))
    return edges


def _char(raw: dict[str, Any], height: float) -> Char:
    """In its baseline box where it stands upright, else in pdfplumber's."""
    text = "".join(plain_character(ord(letter)) for letter in raw["text"])
    top, bottom, size = raw["top"], raw["bottom"], raw["size"]
    if raw["upright"] and raw.get("matrix"):
        bottom = height - raw["matrix"][5] + _DESCENT * size
        top = bottom - size
    return Char(text, raw["x0"], top, raw["x1"], bottom, size, 0 if raw["upright"] else 1)
