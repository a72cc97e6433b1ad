"""The names that a report's own tables give to functional and economic codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from extractor.facets import class_codes, plain
from extractor.tables.model import LogicalTable

_LENGTHS = {"类": 3, "款": 5, "项": 7}


def code_names(tables: Iterable[LogicalTable]) -> dict[str, str]:
    """Code → name as first printed (folded, without spaces) over all tables of amounts."""
    found: dict[str, str] = {}
    for table in tables:
        for band in table.bands:
            for row in band.rows:
                if row.code and row.label:
                    found.setdefault(row.code, plain(row.label))
    return found


@dataclass(frozen=True, slots=True)
class Names:
    """Codes by name. A name that several codes bear is resolved only by the names above it."""

    codes: Mapping[str, str] = field(default_factory=dict)
    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @staticmethod
    def of(tables: Iterable[LogicalTable]) -> Names:
        """The names that the code columns of these tables print, and those of the classes that every report knows."""
        codes = code_names(tables)
        by_name: dict[str, list[str]] = {}
        for code, name in codes.items():
            by_name.setdefault(name, []).append(code)
        for name, code in class_codes().items():
            if code in codes or name not in by_name:
                by_name.setdefault(name, [])
                if code not in by_name[name]:
                    by_name[name].append(code)
        return Names(codes, {name: tuple(found) for name, found in by_name.items()})

    def resolve(self, path: tuple[str, ...], level: str = "") -> str | None:
        """The code of the item that this path of names (outermost first) leads to, None if unknown or ambiguous.

        level 类, 款 or 项 is what the text calls the innermost name. The outermost name must be its class where the
        tables know it; a wrong 款 between them is passed over as long as one code only is left.
        """
        found = [c for c in self.by_name.get(plain(path[-1]), ()) if not level or len(c) == _LENGTHS.get(level, len(c))]
        for depth, name in enumerate(path[:-1]):
            above = self.by_name.get(plain(name), ())
            narrowed = [c for c in found if any(c.startswith(a) and c != a for a in above)]
            if not narrowed and above and depth == 0:
                return None
            found = narrowed or found
        return found[0] if len(found) == 1 else None
