"""Compound files, the container of .doc and .xls: streams by name. Only what the readers need of [MS-CFB]."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_FREE = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_HEADER_SECTORS = 109
_HEADER = 512


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    start: int
    size: int


class CompoundFile:
    """Raises ValueError or struct.error for what is no sound compound file. No chain is followed past the file's end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        sector_shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if not 7 <= sector_shift <= 16 or not 4 <= mini_shift < sector_shift:
            raise ValueError("sector size")
        self._size, self._mini_size = 1 << sector_shift, 1 << mini_shift
        directory, self._cutoff = struct.unpack_from("<I4xI", data, 48)
        mini_table = struct.unpack_from("<I", data, 60)[0]
        self._next = self._numbers(self._table_sectors())
        self._mini_next = self._numbers(self._chain(mini_table))
        self._entries = self._read_directory(directory)
        root = self._entries.get("")
        self._mini = b"" if root is None else self._join(self._chain(root.start))[: root.size]

    def names(self) -> set[str]:
        return {name for name in self._entries if name}

    def read(self, name: str) -> bytes:
        """The stream of this name; b"" where there is none."""
        entry = self._entries.get(name)
        if entry is None:
            return b""
        if entry.size >= self._cutoff:
            return self._join(self._chain(entry.start))[: entry.size]
        parts: list[bytes] = []
        at = entry.start
        while at < len(self._mini_next) and len(parts) <= len(self._mini_next):
            parts.append(self._mini[at * self._mini_size : (at + 1) * self._mini_size])
            at = self._mini_next[at]
        return b"".join(parts)[: entry.size]

    def _table_sectors(self) -> list[int]:
        """The sectors that hold the table of all sectors: the first 109 stand in the header, the others in a chain."""
        found = list(struct.unpack_from(f"<{_HEADER_SECTORS}I", self._data, 76))
        at = struct.unpack_from("<I", self._data, 68)[0]
        for _ in range(len(self._data) // self._size):
            if at >= _FREE:
                break
            *numbers, at = self._numbers([at])
            found += numbers
        return [number for number in found if number < _FREE]

    def _chain(self, start: int) -> list[int]:
        chain: list[int] = []
        at = start
        while at < len(self._next):
            if len(chain) == len(self._next):
                raise ValueError("endless chain")
            chain.append(at)
            at = self._next[at]
        return chain

    def _join(self, sectors: list[int]) -> bytes:
        offset = max(_HEADER, self._size)
        return b"".join(self._data[offset + at * self._size : offset + (at + 1) * self._size] for at in sectors)

    def _numbers(self, sectors: list[int]) -> tuple[int, ...]:
        joined = self._join(sectors)
        return struct.unpack(f"<{len(joined) // 4}I", joined[: len(joined) // 4 * 4])

    def _read_directory(self, start: int) -> dict[str, _Entry]:
        """The root under "" and the streams that stand directly in it, not those of documents embedded in this one."""
        listing = self._join(self._chain(start))
        found: dict[str, _Entry] = {}
        seen: set[int] = set()
        waiting = [0]
        while waiting:
            number = waiting.pop()
            if number in seen or (number + 1) * _ENTRY > len(listing):
                continue
            seen.add(number)
            at = number * _ENTRY
            length, kind = struct.unpack_from("<HB", listing, at + 64)
            left, right, child = struct.unpack_from("<III", listing, at + 68)
            first, size = struct.unpack_from("<II", listing, at + 116)
            name = listing[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if kind == _ROOT:
                found[""] = _Entry("", first, size)
                waiting.append(child)
                continue
            if kind == _STREAM:
                found[name] = _Entry(name, first, size)
            waiting += [left, right]
        return found
