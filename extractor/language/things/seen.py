"""What a text has told of so far, and the thing among it that a name, a year or a new sentence speaks of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from extractor.language.measures.measure import Measure
from extractor.language.measures.names import Name
from extractor.language.measures.years import year_before
from extractor.language.things.item import LAST_YEAR, Base, Item
from extractor.language.words.lines import Line
from extractor.language.words.markers import opens_parts


@dataclass(slots=True)
class Seen:
    """The items told so far, in reading order, and what the reader has just come from."""

    report_year: int | None
    items: list[Item] = field(default_factory=list)
    named: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))  # by the last part of the name
    totals: list[Item] = field(default_factory=list)  # amounts called 总计 and no more
    line_items: list[Item] = field(default_factory=list)
    amount: Measure | None = None  # the last sum of money
    current: Item | None = None
    last_base: Base = LAST_YEAR
    run_items: list[Item] = field(default_factory=list)
    line_year: int | None = None
    line: Line | None = None

    def turn_to(self, m: Measure) -> None:
        """Take note of the line and the year that a measure stands in."""
        if m.line is not self.line:
            self.line, self.line_year, self.line_items = m.line, None, []
        self.line_year = year_before(m) or self.line_year

    def new(self, m: Measure, name: Name, basis: str) -> Item:
        """A further item, spoken of from here on; its amount is the measure where that is one."""
        item = Item(
            name, m.line, m.sentence, m.depth, m.marker, m.gap, m if m.role == "level" else None, basis,
            opens_line=m.opens_line, start=m.start,
        )  # fmt: skip
        item.year = year_before(m) or self.line_year or self.report_year
        self.items.append(item)
        self.line_items.append(item)
        if item.amount is not None and item.is_money:
            self.amount = item.amount
            self.named[name.last].append(item)
            if "总计" in name.text and (name.generic or name.last.endswith("收支总计")):
                self.totals.append(item)
        self.current = item
        return item

    def find(self, name: Name, seeker: Item) -> Item | None:
        """The amount that a name of an earlier (or, in the same line, later) place gives; exact names first."""
        if name.generic and any(part.endswith(("收支", "收支总计")) for part in name.key):
            return self.totals[-1] if self.totals else None
        alike = [i for i in self.named.get(name.last, ()) if name.key and i is not seeker and not i.merged]
        exact = [i for i in alike if i.name.key == name.key]
        exact = [i for i in exact if i.year == seeker.year] or exact
        return next(reversed(exact or [i for i in alike if i.name.matches(name)]), None)

    def topic(self) -> Item | None:
        """What a new sentence without a subject speaks of: the head of the sentence before; of a list, its total."""
        position = len(self.items) - 1
        while position >= 0:
            sentence = self.items[position].sentence
            first = position
            while first > 0 and self.items[first - 1].sentence == sentence:
                first -= 1
            members = [i for i in self.items[first : position + 1] if not i.merged]
            head = members[0] if members else self.items[first]
            if not opens_parts(head.marker) or first == 0:
                return head.subject() or head
            if self.items[first - 1].line.index < head.line.index - 1:
                return head
            position = first - 1
        return None

    def of_year(self, m: Measure) -> Item | None:
        """2022年度预算较2021年度增加…: the head amount of the year that the words name."""
        year = year_before(m)
        if year is None or m.label.key:
            return None
        heads = [i for i in self.line_items if i.is_money and i.year == year and not opens_parts(i.marker)]
        return next((i for i in heads if any(o.year != year for o in self.line_items)), None)

    def part_of_year(self, m: Measure, topic: Item | None) -> Item | None:
        """三年累计投入9万元，其中2022年3万元、2023年4万元；2023年投入比上年增加: the part of the year the words name, and
        not the sum over the years that bears their name."""
        year = year_before(m)
        if topic is None or year is None or topic.line is not m.line:
            return topic
        parts = [
            i for i in self.line_items if i.is_money and i.year == year and not i.name.text and i.start > topic.start
        ]
        years = {i.year for i in self.line_items if i.is_money and not i.name.text and i.start > topic.start}
        return parts[-1] if parts and len(years) > 1 else topic
