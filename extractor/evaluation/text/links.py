"""Scores in the text against the score sheets and against each other: whose score a number is decides everything.

Two scores are compared only where both surely belong to one thing: an item of the sheet of the same scope, the whole
report of a scope, a project named in the clause. All others are told as open.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from extractor.document import Document, Scope, ScopeKind
from extractor.evaluation.forms.sheet import Item, Sheet
from extractor.evaluation.rules import read_rule
from extractor.evaluation.statements import Deduction, DeductionSum, SameScore, ScoreWithinWeight
from extractor.evaluation.text.bands import read_score_bands
from extractor.evaluation.text.mentions import Mention, ScoreText, key_of, read_paragraphs
from extractor.evaluation.text.paragraphs import (
    FULL,
    lacks_weight,
    read_line_grades,
    state_grades,
    state_paragraph,
    weight_beside,
)
from extractor.evaluation.words import pattern, words
from extractor.extraction import Open
from extractor.figure import Figure
from extractor.numbers import squeeze
from extractor.statement import SURE, Accuse, Binding, Source, Statement

ORDER_GUESS = Binding(Accuse.WARNING, "score_item_ambiguous")
NEXT_SHEET = Binding(Accuse.WARNING, "score_several_sheets")
OTHER_SCOPE = Binding(Accuse.WARNING, "score_scope_differs")
_QUOTES = regex.compile(r"[“”\"'‘’《》\s]")
_PROJECT_TAIL = regex.compile(r"(专项|预算|资金|支出)*项目(支出)?(资金|经费)?$")


def read_score_texts(
    document: Document, sheets: Sequence[Sheet] = (), told: Iterable[Figure] = ()
) -> tuple[list[Figure], list[Statement], list[ScoreText], list[Open]]:
    """The scores of the running text: figures, statements, the paragraphs as read, what stayed open.

    told are the figures that the prose reader gave; a number both meet stays its figure.
    """
    texts = list(read_paragraphs(document, {key_of(figure.location): figure for figure in told}))
    linker = _Linker(document, sheets)
    banded, statements, open_bands = read_score_bands(texts)
    linker.open += open_bands
    linker.taken |= set(map(id, banded))
    for text in texts:
        statements += state_paragraph(text)
        statements += linker.link(text)
    statements += linker.totals(texts)
    linker.open += [Open("score_rate_unbound", text.mentions[0].figure) for text in texts if lacks_weight(text)]
    figures = [m.figure for text in texts for m in text.mentions]
    return list(dict.fromkeys([*figures, *banded, *linker.rates])), statements, texts, linker.open


class _Linker:
    def __init__(self, document: Document, sheets: Sequence[Sheet]) -> None:
        self.sheets = list(sheets)
        self.order = {id(b): i for i, b in enumerate(document.blocks)}
        self.seen: dict[tuple[int, str], int] = defaultdict(int)
        self.names: dict[int, dict[str, list[Item]]] = {}
        self.open: list[Open] = []
        self.rates: list[Figure] = []
        self.taken: set[int] = set()  # figures bound to an item or a band
        self.projects = {_core(name): name for s in self.sheets if (name := project_of(s))}

    def link(self, text: ScoreText) -> Iterator[Statement]:
        """Each score or deduction of a paragraph against the item of its scope's sheet."""
        sheet = self._sheet_for(text)
        if sheet is None:
            return
        bound: list[tuple[Mention, list[Item], Binding]] = []
        roles = Counter(mention.role for mention in text.mentions)
        for index, mention in enumerate(text.mentions):
            if mention.role not in ("score", "deduction", "weight"):
                continue
            items, binding = self._items(sheet, mention, index == 0, roles[mention.role] == 1)
            if items:
                bound.append((mention, items, binding))
                self.taken.add(id(mention.figure))
        several = sum(s.form.table.scope == sheet.form.table.scope for s in self.sheets) > 1
        for mention, items, binding in bound:
            yield from self._against_sheet(mention, items, NEXT_SHEET if several else binding)
        if len(bound) == 1 and bound[0][0].role == "score":
            yield from self._by_rule(text, bound[0][0], bound[0][1])

    def _against_sheet(self, mention: Mention, items: list[Item], binding: Binding) -> Iterator[Statement]:
        item = items[0]
        if mention.role == "weight":
            if len(items) == 1 and item.weight:
                yield SameScore(source=Source.CROSS, binding=binding, first=mention.figure, second=(item.weight,))
            return
        if mention.role == "deduction":
            if len(items) == 1 and not (item.score and item.weight):
                self.open.append(Open("deduction_unbound", mention.figure))
            elif len(items) == 1 and item.score and item.weight:
                yield Deduction(
                    source=Source.CROSS,
                    binding=binding,
                    deductions=(mention.figure,),
                    weight=item.weight,
                    score=item.score,
                )
            return
        scores = tuple(i.score for i in items if i.score)
        if len(scores) == len(items):
            yield SameScore(source=Source.CROSS, binding=binding, first=mention.figure, second=scores)
        if len(items) == 1 and item.weight:
            yield ScoreWithinWeight(source=Source.CROSS, binding=binding, scores=(mention.figure,), weight=item.weight)

    def _by_rule(self, text: ScoreText, mention: Mention, items: list[Item]) -> Iterator[Statement]:
        """The score against the one ratio its paragraph states, where the sheet's rule says how points follow."""
        item = items[0]
        if len(items) != 1 or len(text.rates) != 1 or item.weight is None:
            return
        rule = read_rule(item.rule, item.weight)
        if rule:
            self.rates.append(text.rates[0])
            yield rule.statement(mention.figure, text.rates[0], item.weight, Source.CROSS)

    def _sheet_for(self, text: ScoreText) -> Sheet | None:
        """The sheet of the paragraph's scope; else the next one, where neither speaks of a project."""
        scope = text.block.section.scope
        same = [s for s in self.sheets if s.form.table.scope == scope]
        if len(same) == 1:
            return same[0]
        after = [s for s in (same or self.sheets) if self._place(s) > text.order]
        nearest = min(after, key=self._place, default=None)
        if nearest is None:
            return same[-1] if same else (self.sheets[0] if len(self.sheets) == 1 else None)
        if same or _kin(scope, nearest.form.table.scope):
            return nearest
        return None

    def _place(self, sheet: Sheet) -> int:
        return min((self.order.get(id(g), 0) for g in sheet.form.table.grids), default=0)

    def _items(self, sheet: Sheet, mention: Mention, is_first: bool, is_only: bool) -> tuple[list[Item], Binding]:
        """The items a mention names: by the paragraph's opening words, else by the words right before the number. The
        opening words speak of the first number, and of the only weight, score and deduction (该项分值5分，得4分)."""
        names = self._names(sheet)
        if (is_first or is_only) and (listed := self._listed(names, mention.head)):
            return self._choose(sheet, mention, listed)
        label = plain_name(regex.split("[,，、:：;；]", mention.label)[-1])
        label = regex.sub(r"^(?:\d{1,2}[.、]|[(]\d{1,2}[)])", "", regex.sub(r"(指标|项)$", "", label))
        return self._choose(sheet, mention, [names[label]]) if label in names else ([], SURE)

    def _names(self, sheet: Sheet) -> dict[str, list[Item]]:
        """The sheet's items by name, in order."""
        names = self.names.get(id(sheet))
        if names is None:
            names = self.names[id(sheet)] = {}
            for item in sheet.items():
                names.setdefault(plain_name(item.name), []).append(item)
        return names

    def _listed(self, names: dict[str, list[Item]], head: str) -> list[list[Item]] | None:
        """One name, or several joined by 、 that are all names of items."""
        whole = plain_name(head)
        if whole in names:
            return [names[whole]]
        parts = [plain_name(part) for part in regex.split("[、和及]", head)]
        return [names[part] for part in parts] if len(parts) > 1 and all(p in names for p in parts) else None

    def _choose(self, sheet: Sheet, mention: Mention, listed: list[list[Item]]) -> tuple[list[Item], Binding]:
        """One item a name. Two items of one name are told apart by the level above, else by their order."""
        chosen: list[Item] = []
        binding = SURE
        for candidates in listed:
            if len(candidates) == 1:
                chosen.append(candidates[0])
                continue
            titles = "".join(map(plain_name, mention.section.path()[-2:]))
            named = [c for c in candidates if c.parent and plain_name(c.parent.name) in titles]
            if len(named) == 1:
                chosen.append(named[0])
                continue
            turn = self.seen[id(sheet), candidates[0].name]
            self.seen[id(sheet), candidates[0].name] += 1
            if turn >= len(candidates):
                self.open.append(Open("score_item_ambiguous", mention.figure))
                return [], SURE
            chosen.append(candidates[turn])
            binding = ORDER_GUESS
        return chosen, binding

    def totals(self, texts: Sequence[ScoreText]) -> Iterator[Statement]:
        """The score of a whole report or project wherever it is stated, against its sheet's total and each other."""
        sheets: dict[str, list[Total]] = defaultdict(list)
        for sheet in self.sheets:
            if sheet.total:
                table = sheet.form.table
                subject = self._subject_of_sheet(sheet)
                sheets[subject].append(Total(sheet.total, table.scope, _year(table.title)))
        lone: list[ScoreText] = []
        deductions: dict[int, list[Mention]] = defaultdict(list)
        told: dict[str, list[Total]] = defaultdict(list)
        alike = Counter(id(text.block.section) for text in texts if _is_listed_item(text))
        for text in texts:
            found = self._text_totals(text, _is_listed_item(text) and alike[id(text.block.section)] > 1)
            for subject, mention in found:
                total = Total(mention.figure, text.block.section.scope, _year(mention.clause), _is_whole(mention))
                told[subject].append(total)
            if text.grades and not found:
                lone.append(text)
            self._collect_deductions(text, deductions)
        for subject, totals in told.items():
            yield from self._same(totals, sheets.get(subject, []))
        yield from self._grades_alone(lone, sheets, told)
        yield from self._deduction_sums(deductions, sheets, told)
        yield from self._sheet_grades()

    def _same(self, told: list[Total], sheets: list[Total]) -> Iterator[SameScore]:
        """Each against the sheet of its scope, else the only sheet of its subject, else the first print in the text."""
        for total in told:
            own = [sheet for sheet in sheets if sheet.scope == total.scope]
            several = own if len(own) > 1 else sheets if not own and len(sheets) > 1 else []
            if several:
                self.open.append(Open("score_several_sheets", total.figure))
                continue
            anchor = next(iter(own or sheets or told[:1]))
            if anchor is total or (anchor.year and total.year and anchor.year != total.year):
                continue
            sure = anchor.scope == total.scope or total.is_whole or anchor.scope.kind is ScopeKind.PROJECT
            yield SameScore(
                source=Source.CROSS if own or sheets else Source.TEXT,
                binding=SURE if sure else OTHER_SCOPE,
                first=total.figure,
                second=(anchor.figure,),
                total=True,
            )

    def _text_totals(self, text: ScoreText, is_one_of_several: bool) -> list[tuple[str, Mention]]:
        found = []
        weights = weight_beside(text)
        for mention in text.mentions:
            if mention.role not in ("score", "total") or id(mention.figure) in self.taken:
                continue
            if regex.search(words()["text"]["other_score"], mention.clause):
                continue
            weight = weights.get(id(mention.figure))
            is_item = is_one_of_several or (weight is not None and weight.figure.quantity.value != FULL)
            subject = "" if is_item else self._subject(mention)
            if subject:
                found.append((subject, mention))
            elif mention.role == "score":
                self.open.append(Open("score_subject_unknown", mention.figure))
        return found

    def _subject(self, mention: Mention) -> str:
        """Whose total a mention is: "整体", a project's name, or "" where the words do not say."""
        said = words()["text"]
        label = plain_name(mention.label)
        scope = mention.section.scope
        near = regex.split("[,，;；:：]", mention.label)[-1]
        if regex.search(said["of_item"], mention.clause):
            return ""
        if not plain_name(near):
            near = mention.head
        if regex.search(said["partial"], plain_name(near)) and not regex.search(said["overall"], near):
            return ""
        named = [name for core, name in self.projects.items() if core and core in label]
        whole = regex.search(said["overall"], label) is not None
        if named and not whole:
            return plain_name(max(named, key=len))
        if scope.kind is ScopeKind.PROJECT:
            return plain_name(scope.name)
        if whole or (mention.role == "total" and said["project"] not in label):
            return "整体"
        return ""

    def _subject_of_sheet(self, sheet: Sheet) -> str:
        name = project_of(sheet)
        return plain_name(name) if name else "整体"

    def _grades_alone(
        self, texts: Iterable[ScoreText], sheets: dict[str, list[Total]], told: dict[str, list[Total]]
    ) -> Iterator[Statement]:
        """A grade in a paragraph without a score belongs to the total of its scope."""
        for text in texts:
            scope = text.block.section.scope
            subject = plain_name(scope.name) if scope.kind is ScopeKind.PROJECT else "整体"
            every = (*sheets.get(subject, []), *told.get(subject, []))
            scores = [total.figure for total in every if total.scope == scope]
            if scores and len({f.quantity.value for f in scores}) == 1:
                yield from state_grades(text.grades[:1], scores[0])

    def _sheet_grades(self) -> Iterator[Statement]:
        """自评等级：优 above a sheet, against its total."""
        for sheet in self.sheets:
            above = [text for grid in sheet.form.table.grids for text in grid.above]
            if sheet.total:
                yield from state_grades(read_line_grades(above, sheet.form.table.section), sheet.total)

    def _collect_deductions(self, text: ScoreText, found: dict[int, list[Mention]]) -> None:
        heading = "".join(text.block.section.path()[-1:])
        if not pattern("text", "deduction_heading").search(heading):
            return
        for mention in text.mentions:
            if mention.role == "deduction":
                found[id(text.block.section)].append(mention)

    def _deduction_sums(
        self, found: dict[int, list[Mention]], sheets: dict[str, list[Total]], told: dict[str, list[Total]]
    ) -> Iterator[DeductionSum]:
        """The deductions of a section one by one, and the sum it prints of them (共扣2.5分)."""
        for mentions in found.values():
            scope = mentions[0].section.scope
            subject = plain_name(scope.name) if scope.kind is ScopeKind.PROJECT else "整体"
            every = (*sheets.get(subject, []), *told.get(subject, []))
            totals = [t.figure for t in every if t.scope == scope] or [t.figure for t in every]
            if len({f.quantity.value for f in totals}) != 1:
                self.open.append(Open("deduction_total_unknown", mentions[0].figure))
                continue
            summed = [m.figure for m in mentions if regex.search(words()["text"]["deduction_total"], m.label)]
            single = tuple(m.figure for m in mentions if m.figure not in summed)
            for deductions in (single, *((figure,) for figure in summed)):
                if deductions:
                    yield DeductionSum(
                        source=Source.CROSS, binding=Binding(Accuse.WARNING), deductions=deductions, total=totals[0]
                    )


@dataclass(frozen=True, slots=True)
class Total:
    """A score of a whole report: where it belongs, the year its words name, whether they say 整体."""

    figure: Figure
    scope: Scope
    year: str = ""
    is_whole: bool = False


def _is_listed_item(text: ScoreText) -> bool:
    """Whether a paragraph opens with a name and gives a score of it, and nothing in it speaks of the whole."""
    if not any(m.head and m.role == "score" for m in text.mentions):
        return False
    return not any(m.role == "total" or _is_whole(m) for m in text.mentions)


def _year(text: str) -> str:
    """The last year a text names, "" for none."""
    years = regex.findall(r"(?:19|20)\d\d(?=年)", squeeze(text))
    return str(years[-1]) if years else ""


def _is_whole(mention: Mention) -> bool:
    return pattern("text", "overall").search(mention.clause) is not None


def plain_name(text: str) -> str:
    """An item's or project's name for comparing: without quotes, spaces and the weight."""
    return str(_QUOTES.sub("", pattern("label_weight").sub("", squeeze(text))))


def project_of(sheet: Sheet) -> str:
    """The project a sheet is about, "" for a whole department's."""
    scope = sheet.form.table.scope
    return scope.name if scope.kind is ScopeKind.PROJECT else ""


def _core(name: str) -> str:
    """A project's name without the words that every project has."""
    return str(_PROJECT_TAIL.sub("", plain_name(name)))


def _kin(one: Scope, other: Scope) -> bool:
    return ScopeKind.PROJECT not in (one.kind, other.kind)
