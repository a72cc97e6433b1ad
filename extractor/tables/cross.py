"""What must agree between places: the same number in two tables, in a table and the text, and the algebra of funds.

Figures are compared by what they are about (facets), year, basis and scope; a figure without facets takes no part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from extractor.facets import CodeNames, as_facets, read_facets
from extractor.figure import Facets, Figure, Role
from extractor.numbers import squeeze
from extractor.statement import (
    SURE,
    Accuse,
    AtMost,
    Binding,
    Composition,
    Same,
    Source,
    Statement,
    Term,
)
from patterns.load import load_yaml

UNSURE_BASIS = Binding(Accuse.NOTHING, "basis_unsure")
NOT_UNIQUE = Binding(Accuse.NOTHING, "key_not_unique")
OTHER_FUNDS = Binding(Accuse.NOTHING, "other_funds_unknown")
LIKELY = Binding(Accuse.WARNING)
LAST_YEAR = "上年"
_BUDGETS = ("预算", "年初预算", "全年预算")
_FUNDS = ("财政拨款", "一般公共预算")
_OTHER_FUNDS = ("政府性基金", "国有资本经营")
_SINGLE = ("func", "econ", "nature", "source", "sangong", "other")
Key = tuple[Facets, int | None, str, object]


@dataclass(slots=True)
class _Index:
    """The table figures of a report by key, each key's figures in the order of print."""

    by_key: dict[Key, list[Figure]] = field(default_factory=dict)
    year: int | None = None
    basis: str = ""
    bases: frozenset[str] = frozenset()
    has_carry: bool = False
    rows: list[tuple[Key, Mapping[str, str], list[Figure]]] = field(default_factory=list)  # by_key with the facets told
    other_funds: dict[tuple[object, ...], list[Figure]] = field(default_factory=dict)  # by the rest of their keys

    def first(self, key: Key) -> Figure | None:
        found = self.by_key.get(key)
        return found[0] if found else None

    def binding(self, figures: Iterable[Figure]) -> Binding:
        """A key that one table prints twice was not understood: its figures may not accuse."""
        return SURE if all(self.is_unique(_key(f)) for f in figures) else NOT_UNIQUE

    def is_unique(self, key: Key) -> bool:
        prints = self.by_key.get(key, ())
        return len({f.location.table for f in prints}) == len(prints)


def cross_statements(figures: Iterable[Figure], names: CodeNames | None = None) -> tuple[Statement, ...]:
    """Statements over figures of several tables, and over figures of the text and of the tables.

    Text figures must carry facets, year (None: the report's own), basis ("" : the tables' own) and scope; they are
    told from table figures by their location. names is not needed where the facets are set already.
    """
    everything = [f for f in figures if f.facets and f.role is Role.AMOUNT and f.quantity.is_money]
    tables = [f for f in everything if f.location.table is not None]
    texts = [f for f in everything if f.location.table is None and not _is_whole_of_share(f)]
    index = _index(tables)
    found: list[Statement] = []
    found += _repeated(index)
    found += _algebra(index)
    found += _contained(index)
    found += _items_of_basic_spending(index)
    found += (s for text in texts for s in _in_tables(text, index))
    return tuple(found)


def _is_whole_of_share(text: Figure) -> bool:
    """占本年支出合计200.00万元的45% under the label of what is shared: the number is the whole's, not the label's."""
    before, _, _ = squeeze(text.quote).rpartition(squeeze(text.quantity.text))
    clause = re.split(r"[,;:。()]", before)[-1]
    return clause.startswith("占") and squeeze(text.label) not in clause


def _index(tables: Sequence[Figure]) -> _Index:
    years = Counter(f.year for f in tables)
    bases = Counter(f.basis for f in tables)
    index = _Index(
        year=max(years, key=lambda year: (years[year], year or 0)) if years else None,
        basis=bases.most_common(1)[0][0] if bases else "",
        bases=frozenset(bases),
        has_carry=any(dict(f.facets or ()).get("agg") for f in tables),
    )
    for figure in tables:
        index.by_key.setdefault(_key(figure), []).append(figure)
    index.rows = [(key, dict(key[0]), prints) for key, prints in index.by_key.items()]
    for key, dims, prints in index.rows:
        if dims.get("fund") in _OTHER_FUNDS:
            index.other_funds.setdefault(key[1:], []).append(prints[0])
    return index


def _key(figure: Figure) -> Key:
    return (figure.facets or (), figure.year, figure.basis, figure.scope)


def _with(key: Key, **changed: str) -> Key:
    """The key with some dimensions set, or dropped where the value is ""."""
    return (as_facets({**dict(key[0]), **changed}), *key[1:])


# ---- the same number in several tables


def _is_telling(facets: Facets) -> bool:
    """收入 or a fund alone may be a part of many things; with both, or with an item, it is one number."""
    dims = dict(facets)
    return bool(dims.keys() & set(_SINGLE)) or "flow" in dims or "carry" in dims or "agg" in dims


def _repeated(index: _Index) -> Iterator[Statement]:
    for (facets, *_), prints in index.by_key.items():
        if len(prints) < 2 or not _is_telling(facets):
            continue
        binding = index.binding(prints[:1])
        one_each = list({f.location.table: f for f in reversed(prints)}.values())[::-1]
        for first, second in pairwise(one_each):
            yield Same(source=Source.CROSS, first=first, second=second, why="附表之间", binding=binding)


# ---- the algebra of funds and natures


def _algebra(index: _Index) -> Iterator[Statement]:
    for rule in load_yaml("partitions")["algebra"]:
        for key, dims, prints in index.rows:
            if dims.get(rule["dim"], "") != rule["whole"] or (rule["flow"] and dims.get("flow") != rule["flow"]):
                continue
            if not rule["whole"] and dims.keys() & {"carry", "agg", "sangong", "other", "source"}:
                continue
            parts = {p: f for p in rule["parts"] if (f := index.first(_with(key, **{rule["dim"]: p}))) is not None}
            if len(parts) < 2 or any(p not in parts for p in rule["required"]):
                continue
            total = prints[0]
            if len({f.location.table for f in parts.values()} | {total.location.table}) < 2:
                continue
            yield Composition(
                source=Source.CROSS,
                total=total,
                parts=tuple(Term(1, f) for f in parts.values()),
                means=rule["name"],
                binding=index.binding((total, *parts.values())) if _are_all(rule, parts) else OTHER_FUNDS,
            )


def _are_all(rule: Mapping[str, Any], parts: Mapping[str, Figure]) -> bool:
    """Parts from one table stand beside the blanks of the others; parts from several must all be printed."""
    return len(parts) == len(rule["parts"]) or len({f.location.table for f in parts.values()}) == 1


def _contained(index: _Index) -> Iterator[Statement]:
    """One fund's number is at most that of all funds; equal where the totals of both agree."""
    for rule in load_yaml("partitions")["contained"]:
        for key, dims, prints in index.rows:
            if dims.get("fund") != rule["narrow"] or dims.keys() & {"carry", "agg"} or "flow" not in dims:
                continue
            wide = index.first(_with(key, fund=rule["wide"]))
            if wide is None or wide.location.table == prints[0].location.table:
                continue
            yield from _narrower(key, prints[0], wide, index, rule["wide"])


def _narrower(key: Key, narrow: Figure, wide: Figure, index: _Index, fund: str) -> Iterator[Statement]:
    top = _with(key, func="", econ="", nature="")
    total, all_total = index.first(top), index.first(_with(top, fund=fund))
    if top != key and total is not None and all_total is not None and _agree(total, all_total):
        why = "合计一致的资金口径"
        yield Same(source=Source.CROSS, first=narrow, second=wide, why=why, binding=index.binding((narrow, wide)))
    else:
        yield AtMost(
            source=Source.CROSS,
            small=(Term(1, narrow),),
            large=(Term(1, wide),),
            why="部分与全部资金",
            binding=index.binding((narrow, wide)),
        )


def _agree(first: Figure, second: Figure) -> bool:
    return first.quantity.interval().meets(second.quantity.interval())


def _items_of_basic_spending(index: _Index) -> Iterator[Statement]:
    """An item of basic spending (30217 公务接待费) is at most the 三公 figure of the same year."""
    for code, subject in load_yaml("partitions")["sangong_items"].items():
        for key, dims, prints in index.rows:
            if dims.get("econ") != code or dims.get("fund") not in ("一般公共预算", "财政拨款"):
                continue
            whole = index.first((as_facets({"sangong": subject}), *key[1:]))
            if whole is not None:
                yield AtMost(
                    source=Source.CROSS,
                    small=(Term(1, prints[0]),),
                    large=(Term(1, whole),),
                    why="三公经费明细",
                    binding=LIKELY,
                )


# ---- text and tables


def _in_tables(text: Figure, index: _Index) -> Iterator[Statement]:
    """The print in a table of what a sentence says, by the first of its keys that a table has. Where the clause does
    not name the fund, the prints of other funds may rescue it."""
    own: Same | None = None
    rescues: list[Same] = []
    for key, binding in _keys_of(text, index):
        licence = binding if index.is_unique(key) else NOT_UNIQUE
        for figure in index.by_key.get(key, ()):
            found = Same(source=Source.CROSS, first=text, second=figure, why="正文与表", binding=licence)
            if own is None:
                own = found
            else:
                rescues.append(found)
    if own is not None:
        yield replace(own, others=tuple(rescues))


def _keys_of(text: Figure, index: _Index) -> Iterator[tuple[Key, Binding]]:
    year = text.year if text.year is not None else index.year
    told = text.basis
    if told.startswith(LAST_YEAR):
        told = told.removeprefix(LAST_YEAR) or index.basis
        year = year - 1 if year is not None and year == index.year else year
    said = told if told in index.bases or told in _BUDGETS else ""
    binding = SURE if said else LIKELY
    for facets, is_own in _readings(text, index):
        for basis, licence in _bases_of(said or index.basis, index, binding if is_own else OTHER_FUNDS):
            key: Key = (facets, year, basis, text.scope)
            dims = dict(facets)
            yield key, licence
            if dims.get("agg") and "flow" not in dims:
                yield _with(key, flow="收入"), licence
            if dims.get("fund") == "财政拨款":
                yield _with(key, fund="一般公共预算"), licence if _only_general(key, index) else OTHER_FUNDS


def _readings(text: Figure, index: _Index) -> Iterator[tuple[Facets, bool]]:
    """A clause that names no fund speaks of the fund in its section's title, else of all; then of any. False: a fund
    that nothing names. Where the table of all funds is missing or was not read, another fund's is no witness."""
    dims = dict(_without_carry_total(text.facets or (), index))
    if not _names_fund(text):
        above = _section_values(text.location.section or "")
        if "econ" in dims and "nature" in above:
            dims.setdefault("nature", above["nature"])
        if "fund" in above:
            yield from ((facets, True) for facets in _with_or_without_carry({**dims, "fund": above["fund"]}))
        yield from ((facets, True) for facets in _with_or_without_carry(dims))
        for fund in _FUNDS:
            yield from ((facets, False) for facets in _with_or_without_carry({**dims, "fund": fund}))
    else:
        yield from ((facets, True) for facets in _with_or_without_carry(dims))


def _with_or_without_carry(dims: Mapping[str, str]) -> Iterator[Facets]:
    """总收入 and 收入总额 may hold the carry-over or not; 总计 does."""
    if dims.get("agg") == "总额":
        yield as_facets({**dims, "agg": "总计"})
        yield as_facets({**dims, "agg": ""})
    else:
        yield as_facets(dims)


def _names_fund(text: Figure) -> bool:
    return bool(dict(text.facets or ()).keys() & {"fund", "source", "sangong", "other"})


@lru_cache(maxsize=1024)
def _section_values(path: str) -> dict[str, str]:
    """Fund and nature told by the innermost heading that tells a fund."""
    for heading in reversed(path.split("›")):
        values = read_facets(heading).values
        if "fund" in values:
            return {dim: values[dim] for dim in ("fund", "nature") if dim in values}
    return {}


def _without_carry_total(facets: Facets, index: _Index) -> Facets:
    """总计 and 合计 are one where no table has a carry-over."""
    return facets if index.has_carry else tuple(pair for pair in facets if pair[0] != "agg")


def _bases_of(basis: str, index: _Index, binding: Binding) -> Iterator[tuple[str, Binding]]:
    """预算 in a table may be the opening or the adjusted budget; only a pure budget leaves no doubt."""
    yield basis, binding
    if basis in _BUDGETS:
        pure = index.basis in _BUDGETS and basis != "全年预算"
        for other in _BUDGETS:
            if other != basis:
                yield other, binding if pure and other != "全年预算" else UNSURE_BASIS


def _only_general(key: Key, index: _Index) -> bool:
    """Whether the tables show 财政拨款 to be all 一般公共预算."""
    for flow in ("支出", "收入"):
        total = index.first((as_facets({"flow": flow, "fund": "财政拨款"}), *key[1:]))
        general = index.first((as_facets({"flow": flow, "fund": "一般公共预算"}), *key[1:]))
        if total is not None and general is not None:
            return _agree(total, general)
    others = index.other_funds.get(key[1:], ())
    return bool(index.by_key) and all(figure.quantity.value == 0 for figure in others)
