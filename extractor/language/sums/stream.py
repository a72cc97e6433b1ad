"""Numbers of one kind in reading order, and the totals and parts found among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.language.measures.names import same_flow
from extractor.language.sums.claims import ends_open
from extractor.language.sums.fit import ZERO, Entry
from extractor.statement import Accuse, Binding
from patterns.load import load_yaml


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """total = Σ parts, with what a failure may say. means is a key for the words."""

    total: Entry
    parts: tuple[Entry, ...]
    binding: Binding
    means: str
    holds: bool


@dataclass(slots=True)
class Stream:
    """Entries of one kind (money, count of one unit, change), in reading order, and the groups found among them."""

    entries: list[Entry]
    kind: str
    groups: list[Group] = field(default_factory=list)
    used: set[Entry] = field(default_factory=set)
    totals: set[Entry] = field(default_factory=set)
    outer: dict[Entry, Group] = field(default_factory=dict)  # the group that fits in which an entry is a part

    def before(self, index: int, lines: int) -> list[Entry]:
        """The entries before one, back to `lines` lines above its own (0: those of its own line), in reading order."""
        line = self.entries[index].item.line
        first = index
        while first and line.index - self.entries[first - 1].item.line.index <= lines:
            first -= 1
        found = self.entries[first:index]
        return [e for e in found if e.item.line is not line] if lines else found

    def accuse(self, total: Entry, parts: Sequence[Entry], accuse: Accuse) -> None:
        """Tell of parts that do not fit their total; what is of another flow (income, spending) is no part of it."""
        if not all(same_flow(total.item.name, p.item.name) for p in parts):
            return
        if self.kind == "money" and any(word in parts[0].measure.words() for word in load_yaml("names")["reasons"]):
            return
        reason = "selection" if accuse is Accuse.NOTHING else ""
        self.add(total, parts, Binding(accuse, reason), "其中", False)

    def add(self, total: Entry, parts: Sequence[Entry], binding: Binding, means: str, holds: bool) -> None:
        """Take a group as found: its parts belong to the total from here on."""
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
