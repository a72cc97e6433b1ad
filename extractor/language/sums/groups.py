"""Finds the totals and parts of running text: 其中, brackets, lists, parallel cuts, 加上 … 合计.

The words license several extents and totals; of these the first that fits is taken. Where none fits, the likeliest is
kept with what a failure may say: 其中 may be a selection, so an accusation needs a partition known from the rules of
public accounts, shares that make 100, an enumeration, parts that exceed their total, or a single slip.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

import regex

from extractor.language.measures.names import same_flow
from extractor.language.sums.chains import CLOSING, Chain, begins_closed, is_cut, names_total, read_chain
from extractor.language.sums.claims import Claim, after_colon, claim_of, ends_open, is_known, is_told_again, licence
from extractor.language.sums.extents import (
    LISTS,
    MOST_EXTENTS,
    announced_members,
    further_extents,
    opens,
    sentence_extents,
)
from extractor.language.sums.fit import Entry, count_digits, exceeds, fits, is_close, one_slip_away
from extractor.language.sums.members import (
    MOST_PARTS,
    NEAR_LINES,
    as_named_by_shares,
    could_hold,
    counted_before,
    head_totals,
    heads,
    is_enumerated,
    is_last_years,
    is_part_in_sentence,
    list_above,
    numbered_members,
    reads_on,
    share_noun,
)
from extractor.language.sums.partitions import is_partition, is_whole_of
from extractor.language.words.markers import is_added
from extractor.quantity import Bound
from extractor.statement import Accuse, Binding
from patterns.load import load_yaml

MOST_LISTED = 150  # numbers behind one opener of a list in its line that are looked at

ZERO = Decimal(0)
REACHED = "R"  # 由 X 调整为 Y: the amount is the one before it, not a sum of others
MOST_OF_IT = Decimal("0.8")  # of a total, which the parts before it must reach to be all of them
MOST_HEADS = 12  # of a sentence, amounts farther back than the nearest that a list may be of
LONG_NUMBER = 5  # digits from which a sum without a marker that misses by one slip is no accident


_BARE = regex.compile(r"[,;:、]*[gf]*T[gf]*")
"""合计, 部门合计, 合计支出: a total that names nothing of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """total = Σ parts, with what a failure may say. means is a key for the words."""

    total: Entry
    parts: tuple[Entry, ...]
    binding: Binding
    means: str
    holds: bool


@dataclass(slots=True)
class Composer:
    """Groups in one stream of entries. block_openers are the lines that a line before (…其中：) opens as a list."""

    stream: list[Entry]
    block_openers: frozenset[int]
    kind: str
    groups: list[Group] = field(default_factory=list)
    used: set[Entry] = field(default_factory=set)
    totals: set[Entry] = field(default_factory=set)
    outer: dict[Entry, Group] = field(default_factory=dict)  # the group that fits in which an entry is a part

    def find(self) -> list[Group]:
        self.stream = [e for e in self.stream if not e.item.merged]
        for index, entry in enumerate(self.stream):
            if index and entry.item.line.index in self.block_openers and entry.item.opens_line:
                self._block(index)
            elif index and entry.item.opens_line and entry.item.line.style and not opens(entry.item):
                self._listed_below(index)
            elif index and opens(entry.item):
                self._marked(index)
            elif index and ":" in entry.item.gap:
                self._numbered(index)
        for index in range(len(self.stream)):
            self._implicit(index)
        for index in range(2, len(self.stream)):
            self._total_after(index)
        return self.groups

    def _before(self, index: int, lines: int) -> list[Entry]:
        """The entries before one, back to `lines` lines above its own (0: those of its own line), in reading order."""
        line = self.stream[index].item.line
        first = index
        while first and line.index - self.stream[first - 1].item.line.index <= lines:
            first -= 1
        found = self.stream[first:index]
        return [e for e in found if e.item.line is not line] if lines else found

    # -- lists on lines of their own ------------------------------------------------------------------------------

    def _block(self, index: int) -> None:
        first = self.stream[index].item
        heads = self._before(index, NEAR_LINES)
        if not heads:
            return
        members = list(self._block_members(index))
        totals = head_totals(heads)
        if len(members) < 2 or not totals:
            return
        extents = (
            [members, *[members[:n] for n in range(len(members) - 1, 1, -1)]] if not first.line.style else [members]
        )
        lone = len([e for e in totals if e.item.line is totals[0].item.line]) == 1
        complete = is_enumerated(members) and (lone or is_close(totals[0], members))
        beside = [e for e in self.stream[index : index + MOST_PARTS] if e.item.line is first.line]
        rescues = [beside] if len(beside) > 1 else []
        self._settle(totals, extents, "open", enumerated=complete, rescues=rescues, block=True)

    def _listed_below(self, index: int) -> None:
        """A head and on the lines below it 一、…二、…三、…, with no word that opens the list: where the parts are all
        that there can be, or fit."""
        line = self.stream[index].item.line
        heads = [e for e in self._before(index, 1) if not e.item.line.style and e.item.opens_line]
        members = list(self._block_members(index))
        if len(heads) != 1 or len(members) < 2 or line.section is not heads[0].item.line.section:
            return
        if fits(heads[0], members):
            self._add(heads[0], members, Binding(), "列示", True)
        elif is_partition(heads[0], members) and is_whole_of(heads[0], members):
            self._accuse(heads[0], members, Accuse.WARNING)

    def _block_members(self, index: int) -> Iterator[Entry]:
        """The first number of each following line that carries the list on."""
        first = self.stream[index].item.line
        last = first.index
        for entry in self.stream[index:]:
            line = entry.item.line
            if line.index == last and entry is not self.stream[index]:
                continue
            if line.index - last > NEAR_LINES or line.style != first.style or line.section is not first.section:
                if line.style and line.index - last <= NEAR_LINES and line.style != first.style and first.style:
                    continue
                return
            last = line.index
            if entry.item.opens_line:
                yield entry

    # -- lists within a line --------------------------------------------------------------------------------------

    def _marked(self, index: int) -> None:
        entry = self.stream[index]
        item, kind = entry.item, opens(entry.item)
        before = self._before(index, 0)
        if not before and item.opens_line:
            before = self._before(index, NEAR_LINES)
        if not before or (kind == "bracket" and (item.depth == 0 or "。" in item.gap)):
            return
        new_sentence = "。" in item.gap or item.opens_line
        totals = self._totals(before, new_sentence or kind == "axis")
        following = list(islice(self._following(index), MOST_LISTED))
        if kind != "bracket" and not new_sentence:
            following = self._not_of_outer(following, totals[0])
        if sum(e.item.sentence == item.sentence for e in following) == 1:
            item.total = item.total or totals[0].item
        nested = not new_sentence and kind != "bracket" and is_part_in_sentence(totals[0].item, item)
        extents = sentence_extents(following, item, nested)
        counted = numbered_members(following) or announced_members(following)
        extents = [counted, *extents] if len(counted) > 1 and kind != "bracket" else extents
        heads = [e for e in before if e.item.sentence == before[-1].item.sentence and e not in totals][-MOST_HEADS:]
        self._settle(totals, extents, kind, nested, rescues=further_extents(following, item), heads=heads)

    def _numbered(self, index: int) -> None:
        """合计9万元：一、水费4万元；二、电费5万元: numbered parts behind an amount of their line, and no other word."""
        before = self._before(index, 0)
        if not before or before[-1].item.depth:
            return
        members = numbered_members([e for e in self.stream[index:] if e.item.line is before[-1].item.line])
        if len(members) > 1 and ":" in members[0].item.gap:
            heads = [e for e in before if e.item.total is None]
            self._settle(list(dict.fromkeys([before[-1], *heads[-1:]])), [members], "open")

    def _not_of_outer(self, following: list[Entry], total: Entry) -> list[Entry]:
        """A list inside a list ends where a part of the outer list, already found to fit, stands."""
        group = self.outer.get(total)
        outer = group.parts if group else ()
        stop = next((n for n, e in enumerate(following) if e in outer), len(following))
        return following[:stop]

    def _totals(self, before: list[Entry], far: bool) -> list[Entry]:
        nearest = before[-1]
        totals = [nearest]
        if far:
            heads = [e for e in before if e.item.total is None]
            if heads:
                totals = [heads[-1], *totals] if heads[-1] is not nearest else totals
            above = [e for e in before if e.item is nearest.item.total]
            totals = above + totals + [e for e in reversed(heads) if e not in totals]
        return list(dict.fromkeys(totals))[:4]

    def _following(self, index: int) -> Iterator[Entry]:
        first = self.stream[index].item
        for entry in self.stream[index:]:
            item = entry.item
            if item.line is not first.line or (first.depth and item.depth < first.depth):
                return
            if item is not first and entry.measure.quantity.bound is Bound.AT_MOST:
                return
            if item is not first and is_added(item.marker) and opens(first) != "made":
                return
            if item is not first and (item.marker in CLOSING or (opens(item) in ("axis",))):
                return
            if item is not first and is_last_years(entry.measure) and not is_last_years(self.stream[index].measure):
                continue
            if item is not first and item.sentence != first.sentence and opens(item) in LISTS:
                return
            if item is not first and "L" in item.gap and "L" not in first.gap:
                return
            yield entry

    # -- lists without a marker -----------------------------------------------------------------------------------

    def _implicit(self, index: int) -> None:
        total = self.stream[index]
        if total.value == 0 or total in self.totals:
            return
        following = self._implicit_following(index)
        if begins_closed(total, following):
            return
        extents = [f for f in (following, *[following[:n] for n in range(len(following) - 1, 1, -1)]) if len(f) > 1]
        for extent in extents[:MOST_EXTENTS]:
            if sum(p.value != 0 for p in extent) > 1 and fits(total, extent):
                self._add(total, extent, Binding(), "列示", True)
                return
        if total.item.total is not None and self.kind == "money":
            return
        for extent in extents:
            known = is_partition(total, extent) and (self.kind != "count" or is_whole_of(total, extent))
            if known and as_named_by_shares([total], extent):
                self._accuse(total, extent, Accuse.WARNING)
                return
        announced = after_colon(total, following) if self.kind == "money" else []
        if len(announced) > 1:
            self._accuse(
                total, announced, licence(claim_of("closed", total, announced), total, announced, False, False)
            )
            return
        staged = [x for x in extents if total.item.completions or not any(p.item.completions for p in x)]
        for extent in staged if self.kind == "money" else []:
            enough = count_digits(total.measure.quantity) >= LONG_NUMBER
            alike = all(p.item.basis == total.item.basis for p in extent)  # a budget is no sum of what was spent of it
            read = enough and alike and reads_on(total, extent)
            if read and could_hold(total, extent) and one_slip_away(total, extent):
                self._accuse(total, extent, Accuse.WARNING)
                return

    def _implicit_following(self, index: int) -> list[Entry]:
        total = self.stream[index]
        following: list[Entry] = []
        for entry in self.stream[index + 1 :]:
            near = entry.item.line is total.item.line
            if not near or entry in self.used or entry.item.sentence - total.item.sentence > len(following) + 1:
                break
            if entry.item.marker and opens(entry.item) and not following:
                break
            following.append(entry)
            if len(following) == MOST_PARTS:
                break
        return following

    # -- a total after its parts ----------------------------------------------------------------------------------

    def _total_after(self, index: int) -> None:
        """A total that stands behind its parts: 合计, 共计, 加上 …，收入总计."""
        total = self.stream[index]
        if counted := counted_before(self.stream, index):
            holds = fits(total, counted)
            self._add(total, counted, Binding() if holds else Binding(Accuse.WARNING), "合计", holds)
            return
        if total.measure.verb == REACHED or not (total.item.marker in CLOSING or names_total(total.item)):
            return
        before = [e for e in self._before(index, 0) if e.item.depth <= total.item.depth][-MOST_PARTS:]
        if total.item.opens_line:
            before = list_above(self.stream, index)
        chains = [read_chain(members) for members in (heads(before), before) if len(members) > 1]
        for extent in [x for chain in chains for x in chain.extents]:
            if fits(total, extent) and sum(p.value != 0 for p in extent) > 1:
                self._add(total, extent, Binding(), "合计", True)
                return
        for chain in chains:
            if self._accuse_after(total, chain):
                return

    def _accuse_after(self, total: Entry, chain: Chain) -> bool:
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
        impossible = bare and not far and self.kind == "money" and all(exceeds(total, x) for x in chain.extents)
        accuse, means = (Accuse.ERROR, "共计") if impossible else (Accuse.WARNING, "合计")
        self._add(total, parts, Binding(accuse), means, False)
        return True

    # -- judging an extent ----------------------------------------------------------------------------------------

    def _settle(
        self,
        totals: Sequence[Entry],
        extents: Sequence[Sequence[Entry]],
        kind: str,
        nested: bool = False,
        enumerated: bool = False,
        rescues: Sequence[Sequence[Entry]] = (),
        block: bool = False,
        heads: Sequence[Entry] = (),
    ) -> None:
        """heads: amounts farther back that the list may be of, and then fits; they never accuse."""
        totals = as_named_by_shares(totals, extents[0] if extents else ())
        choices = [(t, x) for t in totals for x in extents if len(x) > 1 and t not in x]
        if not choices:
            self._rescue(totals, rescues)
            return
        if is_known(*choices[0]):
            rescues = ()
        for total, extent in choices + [(t, x) for t in totals for x in rescues if t not in x]:
            if fits(total, extent):
                again = choices[0][0]
                if total is not again and self.kind == "money" and is_told_again(again, total, extent):
                    self._accuse(again, extent, Accuse.WARNING)
                    return
                self._add(total, extent, Binding(), "其中", True)
                return
        for total, extent in [(t, x) for t in heads for x in extents if len(x) > 1 and t not in x and t.value]:
            if fits(total, extent):
                self._add(total, extent, Binding(), "其中", True)
                return
        choices = [(t, x) for t, x in choices if t.value != 0]
        if not choices or self._known_further(totals[0], rescues):
            return
        nearest = choices[0][0]
        total, extent = self._likeliest(choices, nearest)
        claim = claim_of(kind, total, extent, enumerated)
        over = (
            kind in ("open", "closed", "made") and not nested and all(exceeds(t, x) for t, x in choices if t is nearest)
        )
        over = over and self._is_impossible(nearest, extent, block)
        if kind == "axis" and total not in self.totals and claim is not Claim.KNOWN:
            accuse = Accuse.NOTHING
        elif over and self.kind != "money":
            accuse = Accuse.ERROR if claim is Claim.KNOWN else Accuse.WARNING
        else:
            accuse = licence(claim, total, extent, nested, over)
        if self.kind == "change" and accuse is Accuse.ERROR:
            accuse = Accuse.WARNING  # what was a part last year may be gone
        self._accuse(total, extent, accuse)

    def _is_impossible(self, total: Entry, extent: Sequence[Entry], block: bool) -> bool:
        """Whether parts that are more than their total must be a fault: read in its sentence or as the list below it,
        and of one noun."""
        beside = total.item.sentence == extent[0].item.sentence or (block and self.kind == "money")
        again = any(p.value == total.value for p in extent[1:])  # 其中 A，全年可用 T: the total told again, no part
        apart = ";" in extent[1].item.gap and ":" not in extent[0].item.gap  # 其中新增1.5亿元；余额12.5亿元
        if not beside or again or apart or not could_hold(total, extent[1:]):
            return False
        return self.kind == "money" or share_noun(total, extent)

    def _rescue(self, totals: Sequence[Entry], extents: Sequence[Sequence[Entry]]) -> None:
        """其中 with one part in its sentence: the rest may follow in the next ones."""
        for total, extent in [(t, x) for t in totals for x in extents if len(x) > 1 and t not in x]:
            if fits(total, extent):
                self._add(total, extent, Binding(), "其中", True)
                return
        if totals:
            self._known_further(totals[0], extents)

    def _known_further(self, total: Entry, extents: Sequence[Sequence[Entry]]) -> bool:
        """Whether the sentences that follow bring all parts of a whole of that name: then they are told not to fit."""
        known = [x for x in extents if len(x) > 1 and total not in x and is_whole_of(total, x)]
        if known and total.value:
            self._accuse(total, max(known, key=len), Accuse.WARNING)
        return bool(known)

    def _likeliest(
        self, choices: Sequence[tuple[Entry, Sequence[Entry]]], nearest: Entry
    ) -> tuple[Entry, Sequence[Entry]]:
        def rank(choice: tuple[Entry, Sequence[Entry]]) -> tuple[bool, bool, bool, bool]:
            total, extent = choice
            return is_known(total, extent), one_slip_away(total, extent), is_close(total, extent), total is nearest

        return max(choices[:12], key=rank)

    def _accuse(self, total: Entry, parts: Sequence[Entry], accuse: Accuse) -> None:
        if not all(same_flow(total.item.name, p.item.name) for p in parts):
            return
        reason = "selection" if accuse is Accuse.NOTHING else ""
        self._add(total, parts, Binding(accuse, reason), "其中", False)

    def _add(self, total: Entry, parts: Sequence[Entry], binding: Binding, means: str, holds: bool) -> None:
        if ends_open(parts[-1]) and sum((p.value for p in parts), ZERO) < total.value:
            binding = Binding(Accuse.NOTHING, "selection")  # 为甲10万元、乙250万元等
        group = Group(total, tuple(parts), binding, means, holds)
        self.groups.append(group)
        self.totals.add(total)
        self.used.update(parts)
        if holds:
            self.outer |= dict.fromkeys(parts, group)
        for part in parts:
            if part.item is not total.item:
                part.item.total = part.item.total or total.item
