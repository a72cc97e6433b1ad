"""Word documents: paragraphs and tables in body order, as the reader of the printed page sees them.

The elements are walked once through lxml: python-docx's own `row.cells` is four times slower and `table.cell`
quadratic. Tracked changes are read as accepted, text boxes and footnotes follow the paragraph they hang on.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice

from lxml import etree

from extractor.document import Block, Cell, Paragraph, Table
from extractor.layout.captions import take_captions
from extractor.layout.paragraphs import continues, split_long
from extractor.location import Location, Piece, Text
from extractor.readers.package import open_package, parse_xml, read_member
from extractor.readers.reading import Reading
from extractor.readers.unreadable import Unreadable
from extractor.readers.word.numbers import Numbering, W, read_numbering
from extractor.readers.word.styles import Styles, is_deleted, read_styles
from extractor.readers.word.symbols import plain, symbol
from extractor.width import fold

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SKIPPED = frozenset({f"{W}del", f"{W}moveFrom", f"{_MC}Fallback", f"{W}pPr", f"{W}instrText", f"{W}rt", f"{W}delText"})
_NOTE_MARKS = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MOST_COLUMNS = 300
_MOST_SPAN = 100
_MOST_DEPTH = 60
_MOST_CELLS = 200_000
_PARTS = ("numbering", "styles", "footnotes", "endnotes")


def read_docx(data: bytes) -> Reading:
    """The blocks of a .docx. Raises Unreadable."""
    open_package(data).close()
    return _Walk(*_load(data)).read()


def _load(data: bytes) -> tuple[etree._Element, Numbering, Styles, dict[str, etree._Element]]:
    """Body, lists, styles and notes; footnotes and endnotes are numbered each for itself."""
    parts = _related_parts(data) or _usual_parts(data)
    body = parts["document"].find(f"{W}body")
    if body is None:
        raise Unreadable("damaged")
    notes = {
        kind + note.get(f"{W}id", ""): note
        for kind in ("footnote", "endnote")
        if (part := parts.get(f"{kind}s")) is not None
        for note in part.findall(f"{W}{kind}")
    }
    styles = parts.get("styles")
    return body, read_numbering(parts.get("numbering"), styles), read_styles(styles), notes


def _related_parts(data: bytes) -> dict[str, etree._Element]:
    """The parts by python-docx, which follows the package's relations; none where anything in it is broken."""
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        related = [relation for relation in document.part.rels.values() if not relation.is_external]
        blobs = {relation.reltype.rpartition("/")[2]: relation.target_part.blob for relation in related}
        found = {name: parse_xml(blobs[name]) for name in _PARTS if name in blobs}
        return {**found, "document": document.element} if document.element.find(f"{W}body") is not None else {}
    except Exception:  # python-docx raises whatever its objects stumble over
        return {}


def _usual_parts(data: bytes) -> dict[str, etree._Element]:
    """The parts where Word puts them: a broken picture or relation must not cost the text."""
    with open_package(data) as package:
        found = {"document": _part(package, "document")}
        for name in _PARTS:
            with suppress(Unreadable):
                found[name] = _part(package, name)
    return found


def _part(package: zipfile.ZipFile, name: str) -> etree._Element:
    """A part, in the words of the usual standard where it is written in those of the strict one."""
    return parse_xml(read_member(package, f"word/{name}.xml").replace(_STRICT, W.strip("{}").encode()))


@dataclass(slots=True)
class _Aside:
    """What hangs on a paragraph: text boxes, footnotes."""

    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Begun:
    """The beginning of a paragraph whose end a tracked change deleted: the next one goes on with it."""

    number: str = ""
    text: str = ""


class _Walk:
    def __init__(
        self, body: etree._Element, numbering: Numbering, styles: Styles, notes: dict[str, etree._Element]
    ) -> None:
        self.body = body
        self.numbering = numbering
        self.styles = styles
        self.notes = notes
        self.blocks: list[Block] = []
        self.paragraphs = 0
        self.tables = 0
        self.contents_lines = 0
        self.depth = 0

    def read(self) -> Reading:
        self._read_blocks(self.body)
        properties = {"skipped_lines": str(self.contents_lines)} if self.contents_lines else {}
        return Reading(tuple(self.blocks), (), 0, properties)

    def _read_blocks(self, parent: etree._Element) -> None:
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise Unreadable("too_deep")
        begun = _Begun()
        for element in parent:
            if element.tag == f"{W}p":
                self._read_paragraph(element, begun)
            elif element.tag == f"{W}tbl":
                self._end(begun)
                self._read_table(element)
            elif isinstance(element.tag, str) and element.tag not in _SKIPPED and element.tag != f"{W}sectPr":
                self._read_blocks(element)
        self._end(begun)
        self.depth -= 1

    # ---- paragraphs

    def _read_paragraph(self, element: etree._Element, begun: _Begun) -> None:
        self.paragraphs += 1
        aside = _Aside()
        found = self._paragraph_text(element, aside, begun)
        if self.styles.is_contents_line(element):
            self.contents_lines += 1
        elif found is not None:
            number, text = found
            self.blocks += _as_paragraphs(number + text if text else "", self.paragraphs)
        self._read_asides(aside)

    def _paragraph_text(self, element: etree._Element, aside: _Aside, begun: _Begun) -> tuple[str, str] | None:
        """The generated number and the text. None where the next one goes on: a tracked change deleted its end."""
        own = "".join(self._runs(element, aside))
        number = begun.number
        if not begun.text and (own.strip() or not self.styles.is_end_unseen(element)):
            number = self.numbering.prefix(element)
        text = begun.text + own if begun.text else own.lstrip()
        goes_on = _is_end_deleted(element)
        begun.number, begun.text = (number, text) if goes_on else ("", "")
        return None if goes_on else (number, text.rstrip())

    def _end(self, begun: _Begun) -> None:
        """A paragraph without an end that nothing goes on with."""
        self.blocks += _as_paragraphs(begun.number + begun.text.rstrip(), self.paragraphs)
        begun.number = begun.text = ""

    def _read_asides(self, aside: _Aside) -> None:
        for box in aside.boxes:
            self._read_blocks(box)
        for note in aside.notes:
            if note in self.notes:
                self._read_blocks(self.notes[note])

    def _runs(self, element: etree._Element, aside: _Aside) -> Iterator[str]:
        """The visible text below an element, in order."""
        for child in element.iterchildren(etree.Element):
            tag = child.tag
            if tag in _SKIPPED or (tag == f"{W}r" and self.styles.is_hidden(child)):
                continue
            if tag in (f"{W}t", f"{_M}t"):
                yield plain(child.text or "", element)
            elif tag == f"{W}txbxContent":
                aside.boxes.append(child)
            elif tag in _NOTE_MARKS:
                aside.notes.append(_NOTE_MARKS[tag] + child.get(f"{W}id", ""))
            elif tag == f"{_M}den":
                yield "/"
                yield from self._runs(child, aside)
            elif mark := symbol(child):
                yield mark
            elif len(child):
                yield from self._runs(child, aside)

    # ---- tables

    def _read_table(self, element: etree._Element) -> None:
        frame = _only_cell(element)
        if frame is not None:
            self._read_blocks(frame)  # a frame drawn around text
            return
        self.tables += 1
        number = self.tables
        aside = _Aside()
        inner: list[etree._Element] = []
        cells = self._cells(element, number, aside, inner)
        rows = max((cell.row + cell.row_span for cell in cells), default=0)
        columns = max((cell.column + cell.column_span for cell in cells), default=0)
        if any(cell.text for cell in cells):
            above = take_captions(self.blocks)
            self.blocks.append(Table(number, tuple(cells), rows, columns, Location(table=number), above=above))
        for nested in inner:
            self._read_table(nested)
        self._read_asides(aside)

    def _cells(self, table: etree._Element, number: int, aside: _Aside, inner: list[etree._Element]) -> list[Cell]:
        """Each cell once with its spans. vMerge cells continue the one above them in the same column."""
        cells: list[Cell] = []
        open_above: dict[int, int] = {}  # column → index of the cell that may go on below
        row = 0
        for line in _descend(table, f"{W}tr"):
            if line.find(f"{W}trPr/{W}del") is not None:
                continue
            column = _number(line.find(f"{W}trPr/{W}gridBefore"), 0)
            for element in _descend(line, f"{W}tc"):
                properties = element.find(f"{W}tcPr")
                if _child(properties, "cellDel") is not None:
                    continue
                span = min(max(1, _number(_child(properties, "gridSpan"), 1)), _MOST_SPAN)
                if column + span > _MOST_COLUMNS:
                    raise Unreadable("table_too_large")
                merge = _child(properties, "vMerge")
                anchor = open_above.get(column) if merge is not None and merge.get(f"{W}val") != "restart" else None
                across = _child(properties, "hMerge")
                if anchor is not None and cells[anchor].row + cells[anchor].row_span == row:
                    cells[anchor] = replace(cells[anchor], row_span=cells[anchor].row_span + 1)
                elif (
                    across is not None
                    and across.get(f"{W}val") != "restart"
                    and cells
                    and _ends_at(cells[-1], row, column)
                ):
                    cells[-1] = replace(cells[-1], column_span=cells[-1].column_span + span)
                else:
                    text = self._cell_text(element, aside, inner)
                    at = Location(table=number, row=row + 1, column=column + 1)
                    cells.append(Cell(text, row, column, 1, span, at))
                    open_above[column] = len(cells) - 1
                column += span
            row += 1
            if len(cells) > _MOST_CELLS:
                raise Unreadable("table_too_large")
        return cells

    def _cell_text(self, cell: etree._Element, aside: _Aside, inner: list[etree._Element]) -> str:
        lines: list[str] = []
        begun = _Begun()
        for element in cell.iterchildren(etree.Element):
            if element.tag == f"{W}p":
                lines.append("".join(self._paragraph_text(element, aside, begun) or ()))
            elif element.tag == f"{W}tbl":
                inner.append(element)
            elif element.tag not in _SKIPPED and element.tag != f"{W}tcPr":
                lines.append(self._cell_text(element, aside, inner))
        lines.append(begun.number + begun.text)
        return "\n".join(line for line in lines if line)


def _as_paragraphs(text: str, number: int) -> list[Paragraph]:
    """A Word paragraph's lines: manual line breaks separate what does not run on."""
    groups: list[list[tuple[int, str]]] = []
    offset = 0
    for line in text.split("\n"):
        if line.strip():
            joined = "".join(part for _, part in groups[-1]) if groups else ""
            if groups and continues(fold(joined[-400:]), fold(line)):
                groups[-1].append((offset, line))
            else:
                groups.append([(offset, line)])
        offset += len(line) + 1
    return [Paragraph(part) for group in groups for part in split_long(_text(group, number))]


def _text(lines: list[tuple[int, str]], number: int) -> Text:
    pieces: list[Piece] = []
    whole = ""
    for offset, line in lines:
        start = offset + len(line) - len(line.lstrip())
        part = line.strip()
        pieces.append(Piece(len(whole), Location(block=number, start=start, end=start + len(part))))
        whole += part
    return Text(whole, tuple(pieces))


def _ends_at(cell: Cell, row: int, column: int) -> bool:
    return cell.row == row and cell.column + cell.column_span == column


def _descend(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also inside content controls and insertions, not in nested tables."""
    for child in element.iterchildren(etree.Element):
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}tr"):
            yield from _descend(child, tag)


def _only_cell(table: etree._Element) -> etree._Element | None:
    """The cell of a table that has but one."""
    cells = list(islice((cell for row in _descend(table, f"{W}tr") for cell in _descend(row, f"{W}tc")), 2))
    return cells[0] if len(cells) == 1 else None


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else element.find(f"{W}{name}")


def _number(element: etree._Element | None, default: int) -> int:
    value = "" if element is None else element.get(f"{W}val", "")
    return int(value) if value.isdecimal() and len(value) < 6 else default


def _is_end_deleted(paragraph: etree._Element) -> bool:
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and is_deleted(mark)
