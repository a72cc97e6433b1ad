"""Files of the old binary kinds, put together by hand: a compound file, and in it the records of an .xls workbook."""

import struct

SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(*streams: tuple[str, bytes]) -> bytes:
    """A compound file with these streams, each filled up to the size from which it stands in whole sectors."""
    body: list[bytes] = []
    chain: list[int] = [TABLE, END]  # sector 0 the table of sectors, sector 1 the directory
    entries = [_entry("Root Entry", 5, END, 0, 1 if streams else FREE)]
    for i, (name, data) in enumerate(streams):
        padded = data.ljust(max(4096, -(-len(data) // SECTOR) * SECTOR), b"\0")
        sectors = len(padded) // SECTOR
        right = i + 2 if i + 1 < len(streams) else FREE
        entries.append(_entry(name, 2, len(chain), len(padded), FREE, right))
        chain += [*range(len(chain) + 1, len(chain) + sectors), END]
        body.append(padded)
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    assert len(table) == len(directory) == SECTOR
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<I", 0).ljust(436, b"\xff")
    return header + table + directory + b"".join(body)


def _entry(name: str, kind: int, start: int, size: int, child: int, right: int = FREE) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    return head + struct.pack("<III", FREE, right, child) + bytes(36) + struct.pack("<III", start, size, 0)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _text(text: str, length: str) -> bytes:
    return struct.pack(f"<{length}B", len(text), 1) + text.encode("utf-16-le")


def workbook(name: str, rows: list[list[object]], form: str = "0.00", *, hidden_row: int | None = None) -> bytes:
    """The workbook stream of an .xls: texts as they are, numbers under the format."""
    version = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    styles = [struct.pack("<HHH14x", 0, number, 0xFFF5 if i == 0 else 1) for i, number in enumerate((0, 0, 164))]
    start = _record(0x0809, version) + _record(0x0042, b"\xb0\x04") + _record(0x041E, b"\xa4\0" + _text(form, "H"))
    start += b"".join(_record(0x00E0, style) for style in styles)
    sheet_entry = _text(name, "B")
    offset = len(start) + 4 + 6 + len(sheet_entry) + 4
    start += _record(0x0085, struct.pack("<IBB", offset, 0, 0) + sheet_entry) + _record(0x000A)
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    sheet += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    if hidden_row is not None:
        sheet += _record(0x0208, struct.pack("<HHHHIHH", hidden_row, 0, 9, 255, 0, 0x20, 0x0F))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                sheet += _record(0x0204, struct.pack("<HHH", r, c, 1) + _text(value, "H"))
            elif isinstance(value, int | float):
                sheet += _record(0x0203, struct.pack("<HHHd", r, c, 2, value))
    return start + sheet + _record(0x000A)
