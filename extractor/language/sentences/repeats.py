"""One fact stated in several places of a report's text, and the 类 amounts against the 项 listed under them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractor.document import Scope
from extractor.language.sums.fit import Entry, fits, slips
from extractor.language.things.figures import Figures
from extractor.language.things.item import Item
from extractor.statement import Accuse, Binding, Composition, Same, Source, Statement, Term

LEAST_NAME = 4  # characters of a label that is sure to name one thing
_Key = tuple[Scope, str, str, int | None]


def read_repeats(items: Sequence[Item], figures: Figures) -> Iterator[Statement]:
    """Amounts of one label, year, basis and scope. Two prints one slip apart are told; other differences are left
    undetermined, since one label may stand for a part of the thing in another section."""
    seen: dict[_Key, list[Item]] = defaultdict(list)
    for item in items:
        key = _key(item)
        if key is not None:
            seen[key].append(item)
    for found in seen.values():
        first = found[0]
        for again in found[1:]:
            if again.line is not first.line:
                yield _same(first, again, figures)


def _key(item: Item) -> _Key | None:
    if not item.is_money or item.merged or item.name.generic or (item.amount and item.amount.quantity.value == 0):
        return None
    name = item.name.path[-1] if item.name.path else item.name.text
    name = "".join(c for c in name if c not in ' "“”')
    if len(name) < LEAST_NAME:
        return None
    return item.line.section.scope, name, item.basis, item.year


def _same(first: Item, again: Item, figures: Figures) -> Statement:
    assert first.amount is not None and again.amount is not None
    slipped = _one_slip_apart(first, again) and not _of_two_lists(first, again)
    binding = Binding(Accuse.WARNING) if slipped else Binding(Accuse.NOTHING, "same_name_other_amount")
    return Same(
        source=Source.TEXT,
        binding=binding,
        first=figures.of(first.amount, first),
        second=figures.of(again.amount, again),
    )


def _of_two_lists(first: Item, again: Item) -> bool:
    """中央资金70万元，其中 A 40万元；省级资金80万元，其中 A 50万元: a part of each, no number printed twice."""
    one, two = first.total, again.total
    return one is not None and two is not None and one is not two and not one.name.matches(two.name)


def _one_slip_apart(first: Item, again: Item) -> bool:
    assert first.amount is not None and again.amount is not None
    one, two = first.amount.quantity, again.amount.quantity
    return one.unit == two.unit and (two.value in set(slips(one)) or one.value in set(slips(two)))


def read_entries(items: Sequence[Item], figures: Figures) -> Iterator[Statement]:
    """死亡抚恤（项）25万元，主要用于…。年初预算为30万元，支出决算为25万元: the amount behind the 科目 and the accounts told
    of it in the same paragraph are one number."""
    head: Item | None = None
    for item in items:
        if head is not None and item.line is not head.line:
            head = None
        if item.name.path:
            head = item if item.is_money and item.basis == "actual" and item.opens_line else None
        elif head is not None and _tells_accounts(item) and head.amount and item.amount:
            first, second = figures.of(head.amount, head), figures.of(item.amount, item)
            yield Same(source=Source.TEXT, binding=Binding(Accuse.WARNING), first=first, second=second)
            head = None


def _tells_accounts(item: Item) -> bool:
    """支出决算为25万元, without a name of its own."""
    return item.is_money and not item.merged and item.name.generic and item.budget is not None


def read_classes(items: Sequence[Item], figures: Figures) -> Iterator[Statement]:
    """The 项 listed with their 类/款/项 paths make up the 类 stated elsewhere in the same scope.

    One 类 that differs is an error where others of the same list add up, so that the list is known to be complete.
    """
    lists: dict[tuple[Scope, str], list[Item]] = defaultdict(list)
    for item in items:
        if item.is_money and not item.merged and item.basis == "actual" and len(item.name.path) > 1:
            lists[item.line.section.scope, _class(item.name.path[0])].append(item)
    found = [(total, parts) for (scope, name), parts in lists.items() if (total := _class_total(items, scope, name))]
    holding = sum(fits(_entry(t), [_entry(p) for p in ps]) for t, ps in found)
    for total, parts in found:
        sure = holding > 1 or len(found) == 1
        yield Composition(
            source=Source.TEXT,
            binding=Binding(Accuse.ERROR if sure and holding else Accuse.WARNING),
            total=figures.of(_entry(total).measure, total),
            parts=tuple(Term(1, figures.of(_entry(p).measure, p)) for p in parts),
            means="科目",
        )


def _class_total(items: Sequence[Item], scope: Scope, name: str) -> Item | None:
    """The amount stated for a 类, before its 项 are listed."""
    for item in items:
        if item.is_money and not item.name.path and item.line.section.scope == scope and _class(item.name.text) == name:
            return item if item.basis == "actual" else None
    return None


def _class(name: str) -> str:
    return name.replace(" ", "").removesuffix("支出")


def _entry(item: Item) -> Entry:
    assert item.amount is not None
    return Entry(item, item.amount)
