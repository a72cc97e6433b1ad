"""The number format of every cell of an .xls, which calamine does not tell, read from the records of the workbook.

A stored 12.345678 that the sheet shows as 12.35 must count as printed, in the old format as in the new one.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.readers.ole import CompoundFile
from extractor.readers.sheets.formats import SheetFormats
from extractor.readers.sheets.number_format import BUILT_IN
from extractor.readers.unreadable import Unreadable

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _FORMAT, _XF = 0x0809, 0x000A, 0x002F, 0x0085, 0x041E, 0x00E0
_ROW, _COLINFO, _NUMBER, _RK, _MULRK, _FORMULA = 0x0208, 0x007D, 0x0203, 0x027E, 0x00BD, 0x0006
_TEXTS = frozenset({0x00FD, 0x0204, 0x00D6, 0x0205})  # LABELSST, LABEL, RSTRING, BOOLERR
_BIFF8 = 0x0600
_HIDDEN_ROW = 0x20
_MOST_COLUMNS = 256
_ENCODING = "gb18030"  # of names in files older than Excel 97


def read_xls_formats(data: bytes) -> dict[str, SheetFormats]:
    """Formats by sheet name. Raises Unreadable."""
    try:
        file = CompoundFile(data)
        return _Workbook(file.read("Workbook") or file.read("Book")).read()
    except (struct.error, ValueError, IndexError) as error:
        raise Unreadable("damaged") from error


@dataclass(slots=True)
class _Workbook:
    stream: bytes
    wide: bool = True
    encrypted: bool = False
    named: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    sheets: list[tuple[str, int]] = field(default_factory=list)
    walked: int = 0  # bytes of records

    def read(self) -> dict[str, SheetFormats]:
        for kind, body in self._records(0):
            self._note_global(kind, body)
        if self.encrypted:
            raise Unreadable("encrypted")
        if not self.sheets:
            raise ValueError("no sheets")
        return {name: self._sheet(start) for name, start in self.sheets}

    def _records(self, at: int) -> Iterator[tuple[int, bytes]]:
        """The records from here to the end of this part; parts inside it (charts) are passed over."""
        depth = 0
        while at + 4 <= len(self.stream):
            kind, size = struct.unpack_from("<HH", self.stream, at)
            depth += kind == _BOF
            if depth <= 1:
                yield kind, self.stream[at + 4 : at + 4 + size]
            if kind == _EOF:
                depth -= 1
                if depth <= 0:
                    return
            at += 4 + size
            self.walked += 4 + size
            if self.walked > 2 * len(self.stream):
                raise ValueError("sheets without end in the same records")

    def _note_global(self, kind: int, body: bytes) -> None:
        if kind == _BOF:
            self.wide = struct.unpack_from("<H", body)[0] >= _BIFF8
        elif kind == _FILEPASS:
            self.encrypted = True
        elif kind == _FORMAT:
            self.named[struct.unpack_from("<H", body)[0]] = self._text(body[2:], 2 if self.wide else 1)
        elif kind == _XF:
            self.styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _BOUNDSHEET:
            self.sheets.append((self._text(body[6:], 1), struct.unpack_from("<I", body)[0]))

    def _text(self, body: bytes, length_bytes: int) -> str:
        """A string with its length in front; the flag behind the length tells whether characters are two bytes wide."""
        length = int.from_bytes(body[:length_bytes], "little")
        if not self.wide:
            return body[length_bytes : length_bytes + length].decode(_ENCODING, "replace")
        start = length_bytes + 1
        if body[length_bytes] & 1:
            return body[start : start + 2 * length].decode("utf-16-le", "replace")
        return body[start : start + length].decode("latin-1")

    def _sheet(self, start: int) -> SheetFormats:
        found = SheetFormats()
        for kind, body in self._records(start):
            if kind in (_NUMBER, _RK, _FORMULA):
                self._note(struct.unpack_from("<HHH", body), found)
            elif kind == _MULRK:
                row, first = struct.unpack_from("<HH", body)
                for i in range((len(body) - 6) // 6):
                    self._note((row, first + i, struct.unpack_from("<H", body, 4 + 6 * i)[0]), found)
            elif kind in _TEXTS:
                found.fill(*struct.unpack_from("<HH", body))
            elif kind == _ROW and struct.unpack_from("<H", body, 12)[0] & _HIDDEN_ROW:
                found.hidden_rows.add(struct.unpack_from("<H", body)[0])
            elif kind == _COLINFO and struct.unpack_from("<H", body, 8)[0] & 1:
                first, last = struct.unpack_from("<HH", body)
                found.hidden_columns.update(range(first, min(last + 1, _MOST_COLUMNS)))
        return found

    def _note(self, cell: tuple[int, ...], found: SheetFormats) -> None:
        row, column, style = cell
        found.fill(row, column)
        number = self.styles[style] if style < len(self.styles) else 0
        form = self.named.get(number) or BUILT_IN.get(number, "General")
        if form != "General":
            found.formats[row, column] = form
