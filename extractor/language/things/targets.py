"""Which thing a number without an amount of its own (a change, rate, share, completion) is said of.

A number without a name of its own belongs to the thing spoken of before: within a sentence to the last one, after a
full stop to the topic of the sentence before (if that listed parts, to their total).
"""

from __future__ import annotations

import regex

from extractor.language.measures.measure import Measure
from extractor.language.measures.names import NAMELESS
from extractor.language.measures.years import year_before
from extractor.language.things.item import Item
from extractor.language.things.seen import Seen
from patterns.load import load_yaml

_NOTE_ON_NOUN = regex.compile(r"[xg]\([^(]*$")  # 电梯(占比11.3%): the bracket speaks of a noun without an amount
_THAT_IS = regex.compile(r"f+N")  # 政府支出占30%即7.5亿元: the amount follows its share


def target_of(seen: Seen, m: Measure) -> Item:
    """The item that a satellite speaks of."""
    if m.run >= 0 and seen.run_items and m.run_length == len(seen.run_items):
        fellow = seen.run_items[m.run]
        if not m.label.key or m.label.generic or fellow.name.matches(m.label):
            return fellow
        seen.run_items[m.run] = seen.new(m, m.label, "actual")
        return seen.run_items[m.run]
    if m.run >= 0 and m.label.generic and (zipped := _last_of_sentence(seen, m)):
        return zipped[m.run]
    current = seen.current
    if m.role == "share" and m.depth and _NOTE_ON_NOUN.search(m.gap):
        return seen.new(m, NAMELESS, "actual")
    if m.role == "share" and m.label.key and _THAT_IS.match(m.line.letters[m.unit + 1 :][:4]):
        return seen.new(m, m.label, "actual")
    if m.opens_sentence and m.role in ("delta", "growth") and not m.label.key and m.spoken_of is not None:
        item = seen.new(m, m.spoken_of, "actual")
        item.topic = seen.find(m.spoken_of, item)
        return item
    if _has_own_name(seen, m):
        if current and current.sentence == m.sentence and current.name.matches(m.label):
            return current
        item = seen.new(m, m.label, "actual")
        item.topic = seen.part_of_year(m, seen.find(m.label, item))
        return item
    if current is None or current.line.index < m.line.index - 3:
        return seen.new(m, NAMELESS, "actual")
    new_sentence = m.opens_sentence and current.sentence != m.sentence
    if new_sentence or _of_another_year(seen, m, current):
        topic = seen.of_year(m) or (seen.topic() if new_sentence else current.subject())
        item = seen.new(m, topic.name if topic else NAMELESS, "actual")
        item.topic, item.unnamed = topic, True
        return item
    if current.depth > m.depth:
        outer = [i for i in seen.line_items if i.depth <= m.depth and i.sentence == m.sentence]
        return outer[-1] if outer else current
    return current


def _has_own_name(seen: Seen, m: Measure) -> bool:
    if m.role not in ("delta", "growth", "share", "difference") or (m.label.generic and not m.label.key):
        return False
    if m.role == "share" and not m.opens_sentence and m.verb == "s":
        return _names_earlier(seen, m) or _speaks_of_another(seen, m)
    if m.role == "difference" and m.label.generic:
        return False
    return bool(m.label.key)


def _speaks_of_another(seen: Seen, m: Measure) -> bool:
    """；货物采购授予中小企业合同金额占货物支出的83%: a share of something within a thing of this line, whose own
    amount is not printed."""
    current, key = seen.current, set(m.label.key)
    if current is None or not key or current.name.matches(m.label):
        return False
    if current.amount is None and current.shares and not m.label.generic:
        return True  # 用车占2.53%；接待占97.47%
    if len(key) < 2:
        return False
    return any(i.name.key and set(i.name.key) < key and i.name.last != m.label.last for i in seen.line_items)


def _names_earlier(seen: Seen, m: Measure) -> bool:
    """用车占2.5%，接待占97.5%: a share whose words name another amount of the line."""
    found = [i for i in seen.line_items if i.is_money and i.name.key == m.label.key]
    return bool(found) and seen.current not in found


def _last_of_sentence(seen: Seen, m: Measure) -> list[Item]:
    """The last items of this sentence, as many as the list of numbers has members."""
    mine = [i for i in seen.line_items if i.sentence == m.sentence and i.amount is not None and not i.merged]
    if len(mine) > m.run_length and _adds_up(mine[-m.run_length - 1 :]):
        mine = mine[:-1]  # 甲30万元、乙20万元，两项共50万元，分别占60%、40%
    return mine[-m.run_length :] if len(mine) >= m.run_length else []


def _of_another_year(seen: Seen, m: Measure, current: Item) -> bool:
    """2023年支出54万元，2022年支出47万元；2023年比2022年增加7万元: said of the year that the words name."""
    year = year_before(m)
    if m.role not in ("delta", "growth") or year is None or current.amount is None or m.label.key:
        return False
    return current.year not in (None, year) and seen.of_year(m) is not None


def _adds_up(amounts: list[Item]) -> bool:
    """Whether the last of some amounts is called a total, or is the sum of those before it."""
    *parts, total = amounts
    if total.name.text in load_yaml("names")["bare_total"]:
        return True
    values = [i.amount.quantity.value * i.amount.quantity.factor for i in amounts if i.amount is not None]
    return len(parts) > 1 and sum(values[:-1]) == values[-1]
