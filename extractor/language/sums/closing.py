"""A total that stands behind its parts: 合计, 共计, 加上 …，收入总计."""

from __future__ import annotations

from decimal import Decimal

import regex

from extractor.language.measures.names import same_flow
from extractor.language.sums.chains import CLOSING, Chain, is_cut, names_total, read_chain
from extractor.language.sums.claims import is_known
from extractor.language.sums.fit import ZERO, Entry, exceeds, fits, one_slip_away
from extractor.language.sums.members import MOST_PARTS, counted_before, heads, list_above
from extractor.language.sums.partitions import is_whole_of
from extractor.language.sums.stream import Stream
from extractor.statement import Accuse, Binding
from patterns.load import load_yaml

REACHED = "R"  # 由 X 调整为 Y: the amount is the one before it, not a sum of others
MOST_OF_IT = Decimal("0.8")  # of a total, which the parts before it must reach to be all of them
_BARE = regex.compile(r"[,;:、]*[gf]*T[gf]*")
"""合计, 部门合计, 合计支出: a total that names nothing of its own."""


def read_closed(stream: Stream, index: int) -> None:
    """The parts before entries[index], where its words say that it is a total."""
    total = stream.entries[index]
    if counted := counted_before(stream.entries, index):
        holds = fits(total, counted)
        stream.add(total, counted, Binding() if holds else Binding(Accuse.WARNING), "合计", holds)
        return
    if total.measure.verb == REACHED or not (total.item.marker in CLOSING or names_total(total.item)):
        return
    before = [e for e in stream.before(index, 0) if e.item.depth <= total.item.depth][-MOST_PARTS:]
    if total.item.opens_line:
        before = list_above(stream.entries, index)
    chains = [read_chain(members) for members in (heads(before), before) if len(members) > 1]
    for extent in [x for chain in chains for x in chain.extents]:
        if fits(total, extent) and sum(p.value != 0 for p in extent) > 1:
            stream.add(total, extent, Binding(), "合计", True)
            return
    for chain in chains:
        if _accuse_after(stream, total, chain):
            return


def _accuse_after(stream: Stream, total: Entry, chain: Chain) -> bool:
    """Whether the words bind these parts to the total behind them so surely that they can be told not to fit."""
    bare = total.item.marker in CLOSING and bool(_BARE.fullmatch(total.measure.lead))
    bare = bare or (total.item.opens_line and any(w in total.measure.words() for w in load_yaml("names")["above"]))
    far = total.item.sentence != chain.extents[0][-1].item.sentence and total.item.depth == 0
    known = next((x for x in chain.extents if is_known(total, x)), None)
    joined = chain.joined and total.item.name.generic
    if far and not (joined or bare or (known and is_whole_of(total, known))):
        return False
    likely = chain.extents[0] if chain.bounded else None
    beside = [e for e in chain.extents[0] if e.item.sentence == total.item.sentence]
    if likely and bare and 1 < len(beside) < len(likely) and one_slip_away(total, beside):
        likely = beside  # 前句另有金额。甲4万元、乙5万元，合计9万元
    if likely and not one_slip_away(total, likely):
        enough = sum((p.value for p in likely), ZERO) >= MOST_OF_IT * total.value
        likely = likely if enough and (chain.joined or bare) else None
    parts = known or likely
    if parts is None or not all(same_flow(total.item.name, p.item.name) for p in parts):
        return False
    if len({is_cut(p.measure) for p in parts}) > 1:
        return False  # 年初预算，追加，收回：a balance, and no sum
    impossible = bare and not far and stream.kind == "money" and all(exceeds(total, x) for x in chain.extents)
    accuse, means = (Accuse.ERROR, "共计") if impossible else (Accuse.WARNING, "合计")
    stream.add(total, parts, Binding(accuse), means, False)
    return True
