"""Web pages: the article without the site around it, tables with their spans, layout tables as text."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import regex
from lxml import etree, html

from extractor.document import Block, Cell, Paragraph, Problem, Table
from extractor.layout.captions import take_captions
from extractor.layout.paragraphs import group_lines, join, split_long
from extractor.layout.residue import Line
from extractor.location import Location, Piece, Text
from extractor.readers.decode import decode, is_plausible
from extractor.readers.package import is_cut_by_depth
from extractor.readers.reading import Reading
from extractor.readers.unreadable import Unreadable
from extractor.readers.web.article import article_of, is_site_line
from patterns.load import load_yaml

MOST_BYTES = 30_000_000
_CHARSET = regex.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})", regex.I)
_XML_ENCODING = regex.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w-]{2,20})", regex.I)
_XML_DECLARATION = regex.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY = regex.compile(rb"<!ENTITY\b", regex.I)
_BLANKS = regex.compile(r"[ \t\r\n\f]+")
_WIDE_LINE_END = regex.compile(r"(?<=[\u2e80-\uffef])[ \t]*[\r\n]+[ \t]*(?=[\u2e80-\uffef])")
_MOST_SPAN = 300
_MOST_POSITIONS = 300_000
_MOST_DEPTH = 400
_LONG_CELL = 600  # characters; a cell that long holds a page's layout, not a table's entry


def read_html(data: bytes, charset: str = "") -> Reading:
    """The blocks of a web page. charset is what the transport said, if anything. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large", f"{len(data) / 1e6:.0f}")
    if _ENTITY.search(data[:5000]):
        raise Unreadable("xml_entities")
    text, encoding, damaged = _decode(data, charset)
    problems = [Problem("bad_characters", str(damaged))] if damaged else []
    root, cut = _parse(text)
    if cut:
        problems.append(Problem("nested_too_deep"))
    walk = _Walk()
    walk.read(article_of(root))
    if cut and not walk.blocks:
        raise Unreadable("too_deep")
    return Reading(tuple(walk.blocks), tuple(problems), 0, {"encoding": encoding, **walk.properties()})


def read_mhtml(data: bytes) -> Reading:
    """The pages inside a saved web archive, in order. Raises Unreadable."""
    from email import message_from_bytes, policy

    message = message_from_bytes(data.removeprefix(codecs.BOM_UTF8).lstrip(), policy=policy.compat32)
    blocks: list[Block] = []
    properties: dict[str, str] = {}
    for part in message.walk():
        if part.get_content_type() != "text/html":
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content.strip():
            page = read_html(content, str(part.get_content_charset() or ""))
            blocks += page.blocks
            properties = {**page.properties, **properties}
    if not blocks:
        raise Unreadable("empty")
    return Reading(tuple(blocks), (), 0, properties)


def _decode(data: bytes, charset: str) -> tuple[str, str, int]:
    """The page's text by what header, BOM or meta say, if that gives sensible text, else by its bytes."""
    said = _XML_ENCODING.match(data[:200]) or _CHARSET.search(data[:4096])
    for name in (charset, said[1].decode("ascii") if said else ""):
        encoding = "gb18030" if name.lower() in ("gb2312", "gbk", "gb_2312-80", "x-gbk") else name
        try:
            text = data.decode(encoding) if encoding else ""
        except (LookupError, UnicodeDecodeError):
            continue
        if text and is_plausible(_without_tags(text)):
            return text.removeprefix("\ufeff"), encoding.lower(), 0
    decoded = decode(data)
    return decoded.text, decoded.encoding, decoded.damaged


def _without_tags(text: str) -> str:
    return "".join(char for char in text[:200_000] if char >= "\x80") or text[:1000]


def _parse(text: str) -> tuple[etree._Element, bool]:
    """The page's tree, and whether its end was lost below elements nested too deeply."""
    parser = html.HTMLParser(no_network=True, huge_tree=False, recover=True, remove_comments=True, remove_pis=True)
    try:
        root: etree._Element = html.document_fromstring(_XML_DECLARATION.sub("", text.replace("\0", "")), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("damaged") from error
    return root, is_cut_by_depth(parser.error_log)


@cache
def _block_tags() -> frozenset[str]:
    return frozenset(load_yaml("webpage")["block_tags"])


@dataclass(slots=True)
class _Walk:
    """Collects inline text into lines, lines into paragraphs, and tables, in document order."""

    blocks: list[Block] = field(default_factory=list)
    run: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    number: int = 1
    paragraphs: int = 0
    tables: int = 0
    skipped: int = 0
    depth: int = 0

    def properties(self) -> dict[str, str]:
        return {"skipped_lines": str(self.skipped)} if self.skipped else {}

    def read(self, element: etree._Element) -> None:
        self._element(element)
        self._end_paragraph()

    def _element(self, element: etree._Element) -> None:
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise Unreadable("too_deep")
        is_block = element.tag in _block_tags()
        if is_block:
            self._end_paragraph()
        self.number = _line_of(element) or self.number
        if element.tag == "br":
            self._end_line()
        elif element.tag == "table" and not is_layout(element):
            self._table(element)
        else:
            self._content(element)
        if is_block:
            self._end_paragraph()
        self.depth -= 1

    def _content(self, element: etree._Element) -> None:
        if element.text:
            self.run.append(element.text)
        for child in element.iterchildren(etree.Element):
            self._element(child)
            if child.tail:
                self.run.append(child.tail)

    def _end_line(self) -> None:
        text = clean("".join(self.run))
        self.run.clear()
        if is_site_line(text):
            self.skipped += 1
        elif text.strip():
            self.lines.append(Line(text, 0, self.number))

    def _end_paragraph(self) -> None:
        self._end_line()
        for group in group_lines(self.lines):
            self.paragraphs += 1
            self.blocks += [Paragraph(part) for part in split_long(_place(join(group), self.paragraphs)) if part.text]
        self.lines.clear()

    def _table(self, element: etree._Element) -> None:
        number = self.tables + 1
        cells = read_grid(element, number)
        rows = max((cell.row + cell.row_span for cell in cells), default=0)
        columns = max((cell.column + cell.column_span for cell in cells), default=0)
        if not any(cell.text for cell in cells):
            return
        self.tables = number
        caption = element.find("caption")
        if caption is not None and (title := clean(_all_text(caption))).strip():
            self.lines.append(Line(title, 0, self.number))
            self._end_paragraph()
        above = take_captions(self.blocks)
        at = Location(line=_line_of(element), table=number)
        self.blocks.append(Table(number, tuple(cells), rows, columns, at, above=above))


def _place(text: Text, number: int) -> Text:
    """The text with places a web page has: source lines, and offsets within the paragraph."""
    return Text(text.text, tuple(Piece(p.start, Location(line=p.location.line, block=number)) for p in text.pieces))


def _line_of(element: etree._Element) -> int | None:
    line = element.sourceline
    return line if isinstance(line, int) else None


def _all_text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


def clean(text: str) -> str:
    """White space as a browser shows it; a source line end between two Chinese characters shows nothing."""
    plain: str = _BLANKS.sub(" ", _WIDE_LINE_END.sub("", text))
    return plain


def is_layout(table: etree._Element) -> bool:
    """Whether a table only arranges the page: it has one column, holds tables, or cells as long as an article."""
    if table.find(".//table") is not None or table.get("role") == "presentation":
        return True
    widest = 0
    for row in rows_of(table):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        widest = max(widest, sum(_span(cell, "colspan") for cell in cells) if len(cells) > 1 else len(cells))
        if any(len(_all_text(cell)) > _LONG_CELL and len(cell.findall(".//p")) > 4 for cell in cells):
            return True
    return widest < 2


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, not of tables inside it; loose rows and cells of broken pages included."""
    for child in table.iterchildren("tr", "thead", "tbody", "tfoot"):
        if child.tag == "tr":
            yield child
        else:
            yield from child.iterchildren("tr")


def read_grid(table: etree._Element, number: int) -> list[Cell]:
    """Each cell once with its spans, placed as a browser places it. Raises Unreadable where spans are absurd."""
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    rows = list(rows_of(table))
    for r, row in enumerate(rows):
        column = 0
        for element in row.iterchildren("td", "th"):
            while (r, column) in taken:
                column += 1
            width = _span(element, "colspan")
            height = min(_span(element, "rowspan", len(rows) - r), len(rows) - r)
            taken.update((r + i, column + k) for i in range(height) for k in range(width))
            if len(taken) > _MOST_POSITIONS:
                raise Unreadable("table_too_large")
            at = Location(line=_line_of(element), table=number, row=r + 1, column=column + 1)
            cells.append(Cell(_cell_text(element), r, column, height, width, at))
            column += width
    return cells


def _span(cell: etree._Element, name: str, whole: int = 1) -> int:
    """A span as written, within reason; 0 means to the end."""
    value = (cell.get(name) or "1").strip()
    if not value.isdecimal() or len(value) > 6:
        return 1
    return min(int(value), _MOST_SPAN) if int(value) else max(1, whole)


def _cell_text(cell: etree._Element) -> str:
    """The lines of a cell: its paragraphs and forced line ends."""
    lines: list[list[str]] = [[]]

    def collect(element: etree._Element, depth: int) -> None:
        breaks = element.tag == "br" or (element.tag in _block_tags() and element is not cell)
        if breaks:
            lines.append([])
        lines[-1].append(element.text or "")
        for child in element.iterchildren(etree.Element):
            if depth < _MOST_DEPTH:
                collect(child, depth + 1)
            lines[-1].append(child.tail or "")
        if breaks and element.tag != "br":
            lines.append([])

    collect(cell, 0)
    return "\n".join(text for line in lines if (text := clean("".join(line)).strip()))
