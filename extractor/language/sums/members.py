"""What may be a total, and what the members of a list are, among the numbers of a text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from extractor.language.measures.measure import Measure
from extractor.language.measures.names import Name
from extractor.language.sums.fit import Entry
from extractor.language.things.item import Item
from extractor.language.words.lexer import read_chinese
from patterns.load import load_yaml

MOST_PARTS = 40  # of a list without a marker
NEAR_LINES = 3  # between a list and what it belongs to


@cache
def _total_of_so_many() -> regex.Pattern[str]:
    return regex.compile(load_yaml("names")["total_of_so_many"])


def counted_before(stream: Sequence[Entry], index: int) -> list[Entry]:
    """两项合计: the last two amounts before it in its line, parts left out."""
    told = _total_of_so_many().search(stream[index].measure.words())
    if not told:
        return []
    line = stream[index].item.line
    count = int(read_chinese(told["count"]))
    found = heads([e for e in stream[max(0, index - MOST_PARTS) : index] if e.item.line is line])
    return found[-count:] if len(found) >= count else []


def list_above(stream: Sequence[Entry], index: int) -> list[Entry]:
    """The first number of each line of the numbered list just above a line such as 以上合计."""
    line = stream[index].item.line
    style = ""
    found: list[Entry] = []
    for entry in reversed(stream[:index]):
        above = entry.item.line
        style = style or above.style
        if line.index - above.index > NEAR_LINES or (above.style and above.style != style) or not style:
            break
        line = above
        if entry.item.opens_line and above.style:
            found.append(entry)
    return found[::-1]


def could_hold(total: Entry, parts: Sequence[Entry]) -> bool:
    """Whether no part alone is more than the total."""
    return all(abs(p.value) <= abs(total.value) for p in parts)


def reads_on(total: Entry, extent: Sequence[Entry]) -> bool:
    """Whether the parts stand in the total's sentence, or are all of the next one."""
    sentences = {p.item.sentence for p in extent}
    return sentences == {total.item.sentence} or (len(extent) > 2 and sentences == {total.item.sentence + 1})


def numbered_members(following: Sequence[Entry]) -> list[Entry]:
    """The first number behind each list number of a line, where the list begins with one."""
    if not following or not _FIRST.search(following[0].measure.words()):
        return []
    return [e for e in following if NUMBERED.search(e.measure.words())]


_FIRST = regex.compile(r"(?:^|[,;:。、])\s*(?:\(?[一1](?:[).、]|是)|①|第[一1][^\d]{0,2}[批期次])")
NUMBERED = regex.compile(
    r"(?:^|[,;:。、(])(?:第[一二三四五六七八九十]|[一二三四五六七八九十]是|\(?[一二三四五六七八九十\d]{1,2}[).、]|[①-⑳])"
)


def share_noun(total: Entry, parts: Sequence[Entry]) -> bool:
    """公务用车8辆，其中一般公务用车6辆、特种作业车2辆: counts of one noun; people may be counted along several cuts."""
    noun = total.item.name.text[-1:]
    return bool(noun) and all(noun in p.item.name.text for p in parts)


def as_named_by_shares(totals: Sequence[Entry], parts: Sequence[Entry]) -> Sequence[Entry]:
    """Where the parts say what they are a share of (占支出总预算的 …), only an amount of that name is their total."""
    wholes = [s.whole for p in parts for s in p.item.shares[:1] if s.whole is not None and s.whole.text]
    if len(wholes) < 2 or len(wholes) < len(parts) or len({w.text for w in wholes}) > 1:
        return totals
    if wholes[0].text in load_yaml("names")["bare_whole"]:
        return totals
    return [t for t in totals if _bears(t.item, wholes[0])]


def _bears(item: Item, name: Name) -> bool:
    mine, theirs = item.name.text, name.text
    return item.name.matches(name) or mine.endswith(theirs) or theirs.endswith(mine)


def heads(extent: Sequence[Entry]) -> list[Entry]:
    """The numbers of an extent that are not parts of others in it."""
    items = {id(e.item) for e in extent}
    return [e for e in extent if e.item.total is None or id(e.item.total) not in items]


def head_totals(heads: list[Entry]) -> list[Entry]:
    """What a list on lines of its own may add up to: the last head that is no part itself, then the others of the
    nearest line. Nothing adds up to zero."""
    nearest = [e for e in heads if e.item.line is heads[-1].item.line]
    whole = [e for e in heads if e.item.total is None]
    return [e for e in dict.fromkeys([*whole[::-1][:2], *nearest[::-1]]) if e.value != 0]


def is_part_in_sentence(total: Item, item: Item) -> bool:
    return total.total is not None and total.sentence == item.sentence == total.total.sentence


def is_enumerated(members: Sequence[Entry]) -> bool:
    """Whether a list names its members one by one by 类/款/项 paths: then it is complete."""
    return len(members) > 2 and all(e.item.name.path for e in members)


def is_last_years(measure: Measure) -> bool:
    """上年有出国费1万元，本年无: an amount that the words give to last year alone; 上年结转 is this year's money."""
    return bool(regex.match(load_yaml("names")["last_years"], measure.words().lstrip(",;:。")))


def tells_what_became(measure: Measure) -> bool:
    """已拨付450万元: what was done with an amount told before, by its own clause."""
    return bool(regex.match(load_yaml("names")["became"], measure.clause()))
