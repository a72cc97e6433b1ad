"""Names of budget subjects (科目): the 类/款/项 paths of the text and the codes of the tables, against each other and
against the dictionary of codes. The report's own tables go before the dictionary."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain

from checks.finding import Evidence, Fault, Severity
from checks.registry import check
from checks.wording.text import Passage, running
from extractor.extraction import Extraction
from extractor.width import fold
from patterns.load import load_yaml

NAME = r"(?:[^,。;:()“”\"\d《》\[\]|]|\((?![类款项]\))[^()]{1,6}\))"
PATH = re.compile(
    rf"(?:(?P<top>{NAME}{{2,30}}?)\(类\)[-—/、,]?)?\d*(?P<middle>{NAME}{{2,30}}?)\(款\)(?:[-—/、,]?\d*(?P<item>{NAME}{{2,40}}?)\(项\))?"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
FUNCTION = re.compile(r"2(?:0[1-8]|1[0-79]|2[0-4]|27|29|3[0-4])(?:\d\d){0,2}")
ECONOMIC = re.compile(r"(?:30[123679]|31[0-3]|399|50\d|51[0-4]|599)(?:\d\d)?")
LEVELS = {3: "类", 5: "款", 7: "项"}
CUT = 4  # characters of a name that a narrow column still shows


@lru_cache(maxsize=16384)
def key(name: str) -> str:
    """What two spellings of one subject share: brackets, 与/和, quotes and a closing 支出 do not count."""
    plain = re.sub(r"[\s()“”\"'、,·-]", "", fold(name)).replace("与", "和").replace("及", "和")
    return plain.removesuffix("支出") or plain


@dataclass(frozen=True, slots=True)
class Subjects:
    """Names by code and codes by the key of a name. former holds names no longer in force with their last year."""

    names: dict[str, str]
    codes: dict[str, tuple[str, ...]]
    former: dict[str, dict[str, int]] = field(default_factory=dict)  # code → key of the name → year
    children: dict[str, dict[str, str]] = field(default_factory=dict)  # code, "" above the 类 → key → code below

    def below(self, code: str) -> dict[str, str]:
        """key → code one level below; of the 类 where code is ""."""
        return self.children.get(code, {})

    def last_year(self, code: str, name: str) -> int | None:
        return self.former.get(code, {}).get(key(name))


@cache
def dictionary(kind: str) -> Subjects:
    """The pattern file of function or economic subjects."""
    data = load_yaml(f"subjects_{kind}")
    former = {code: {key(n): year for n, year in names.items()} for code, names in data["formerly"].items()}
    return _subjects(data["names"], former)


def _subjects(names: dict[str, str], former: dict[str, dict[str, int]] | None = None) -> Subjects:
    codes: dict[str, list[str]] = defaultdict(list)
    children: dict[str, dict[str, str]] = defaultdict(dict)
    for code, name in names.items():
        codes[key(name)].append(code)
        children[code[:-2] if len(code) > 3 else ""].setdefault(key(name), code)
    return Subjects(names, {k: tuple(v) for k, v in codes.items()}, former or {}, dict(children))


def printed_subjects(extraction: Extraction) -> Subjects:
    """The function codes and names that the report's own tables print; the longest name where prints differ by a cut."""
    names: dict[str, str] = {}
    for code, name, _ in _printed(extraction):
        if FUNCTION.fullmatch(code) and len(name) >= len(names.get(code, "")):
            names[code] = name
    return _subjects(names)


def _printed(extraction: Extraction) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """(code, name, (table, row)) of every coded row."""
    for position, table in enumerate(extraction.tables):
        for band in table.bands:
            for row in band.rows:
                name = "".join(row.label.split()) if row.code else ""
                if _HAN.search(name):
                    yield row.code, name, (position, row.index)


@dataclass(frozen=True, slots=True)
class Path:
    """A 类/款/项 path of the text; top and item may be missing."""

    passage: Passage
    start: int
    end: int
    top: str
    middle: str
    item: str

    def evidence(self) -> Evidence:
        return self.passage.evidence(self.start, self.end, self.item or self.middle)

    def code_in(self, tables: Subjects) -> str | None:
        """The code that the tables print for the 项 of the path, or for its 款 where it has none."""
        top = _find_top(self, tables)
        middle = _lookup(self.middle, tables.below(top)) if top else None
        return _lookup(self.item, tables.below(middle)) if middle and self.item else middle


def paths(extraction: Extraction) -> tuple[Path, ...]:
    """The 类款项 paths of the sentences; three checks ask for them, they are read once a report."""
    return _paths(tuple(p for p in running(extraction) if "(款)" in p.dense))


@lru_cache(maxsize=1)
def _paths(passages: tuple[Passage, ...]) -> tuple[Path, ...]:
    return tuple(_read_paths(passages))


def _read_paths(passages: Iterable[Passage]) -> Iterator[Path]:
    for passage in passages:
        for match in PATH.finditer(passage.dense):
            top = _class_name(match["top"] or "")
            start = match.start() if match["top"] is None else match.end("top") - len(top)
            yield Path(
                passage,
                start,
                match.end(),
                top,
                match["middle"].lstrip("、.-—/"),
                (match["item"] or "").lstrip("、.-—/"),
            )


@cache
def _class_keys() -> frozenset[str]:
    known = dictionary("function")
    former = (names for code, names in known.former.items() if len(code) == 3)
    return frozenset((*known.below(""), *chain.from_iterable(former)))


def _class_name(text: str) -> str:
    """The 类 a text ends in ("主要用于教育支出" → "教育支出"); the text itself where it ends in none that is known."""
    known = _class_keys()
    for start, char in enumerate(text):
        if char >= "\u4e00" and key(text[start:]) in known:
            return text[start:]
    return text.lstrip("、.-—/")


# --- checks


@check("SUB101", "正文科目名称与表中科目不一致", "a subject named in the text is not the tables'", Severity.WARNING)
def subjects_of_text_and_tables(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：正文逐项说明的“类、款、项”名称，应当就是本报告功能分类表中相应编码的科目名称。

    为什么重要：科目名称写错，读者无法把文字说明与表中的金额对应起来，也常说明沿用了旧科目或他人的文本。
    何时不适用：报告没有带编码的功能分类表；括号全半角、“与/和”、有无“支出”二字等写法差别；
    表中没有、但科目目录中确有的科目（可能在未列出的表中）。旧科目名称会注明停用年份。
    """
    tables = printed_subjects(extraction)
    if not tables.names:
        return
    found: dict[tuple[str, str, str], list[Path]] = defaultdict(list)
    told = {key(p.item) for p in paths(extraction)}
    for path in paths(extraction):
        wrong = _against_tables(path, tables, told)
        if wrong:
            found[wrong].append(path)
    for (level, name, right), places in found.items():
        words = {"level": level, "name": name, "right": right, "path": _text(places[0])}
        yield Fault(words, tuple(p.evidence() for p in places))


@check("SUB102", "科目归属不符", "a subject stands under the wrong one", Severity.WARNING)
def subjects_under_the_wrong_one(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：正文写的“款”应当属于所写的“类”，“项”应当属于所写的“款”。

    为什么重要：科目归属写错，金额就归到了别的支出里。
    何时不适用：报告自己的表中已经列出该类（由 SUB101 核对）；科目目录中没有收入的科目；同名科目属于几个款的。
    """
    tables, known = printed_subjects(extraction), dictionary("function")
    tops = set(tables.below(""))
    seen: set[tuple[str, str, str]] = set()
    for path in paths(extraction):
        wrong = _against_dictionary(path, known) if key(path.top) not in tops else None
        if wrong and wrong not in seen:
            seen.add(wrong)
            level, name, right = wrong
            words = {"level": level, "name": name, "right": right, "path": _text(path)}
            yield Fault(words, (path.evidence(),))


@check("SUB103", "表中科目编码与名称不符", "a code of a table carries another subject's name", Severity.WARNING)
def codes_with_other_names(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：表中每个科目编码旁的名称，应当是该编码的科目名称。

    为什么重要：编码与名称错位，按编码汇总的人和按名称阅读的人会得到不同的数。
    何时不适用：名称因列宽被截断；写法差别；目录中没有收入的编码。名称是另一编码的才作警告，同一编码只提示一次。
    """
    seen: set[tuple[str, str]] = set()
    for code, name, place in _printed(extraction):
        kind = "function" if FUNCTION.fullmatch(code) else "economic" if ECONOMIC.fullmatch(code) else ""
        if not kind or (code, name) in seen:
            continue
        seen.add((code, name))
        other = _other_code(code, name, dictionary(kind))
        if other:
            words = {"code": code, "name": name, "right": dictionary(kind).names[code], "other": other}
            yield Fault(words, _row_evidence(extraction, *place, f"{code} {name}"))


@check("SUB104", "使用已停用的科目名称", "a subject's former name", Severity.INFO)
def former_names(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：报告应当使用当年有效的科目名称。

    为什么重要：沿用旧名称的科目，读者在当年的科目目录中查不到。
    何时不适用：报告年度不明；停用年份未知的名称；已由 SUB101 指出与本报告的表不一致的。只作提示。
    """
    year, known, tables = extraction.year, dictionary("function"), printed_subjects(extraction)
    if year is None:
        return
    seen: set[str] = set()
    for path in paths(extraction):
        for name, code in _former(path, year):
            if name not in seen and code not in tables.names:
                seen.add(name)
                words = {
                    "name": name,
                    "right": known.names.get(code, "（该科目已停用）"),
                    "last": str(known.last_year(code, name)),
                }
                yield Fault(words, (path.evidence(),))


# --- how a path is judged

Wrong = tuple[str, str, str]  # level, name as written, what it should be


def _against_tables(path: Path, tables: Subjects, told: Iterable[str]) -> Wrong | None:
    top = _find_top(path, tables)
    if top is None:
        return None
    middles = tables.below(top)
    middle = _lookup(path.middle, middles)
    if middle is None:
        return _wrong_middle(path, top, middles, tables)
    items = tables.below(middle)
    if not path.item or not items or _lookup(path.item, items):
        return None
    known = dictionary("function")
    if _lookup(path.item, known.below(middle)):
        return None
    return "项", path.item, _right_item(path.item, middle, tables, told)


def _find_top(path: Path, tables: Subjects) -> str | None:
    tops = tables.below("")
    if path.top:
        return tops.get(key(path.top))
    codes = {c[:3] for c in tables.codes.get(key(path.middle), ()) if len(c) == 5}
    return codes.pop() if len(codes) == 1 else None


def _wrong_middle(path: Path, top: str, middles: dict[str, str], tables: Subjects) -> Wrong | None:
    known = dictionary("function")
    holders = [c for c in middles.values() if path.item and _lookup(path.item, tables.below(c))]
    if not middles or (_lookup(path.middle, known.below(top)) and not holders):
        return None
    if len(holders) == 1:
        return "款", path.middle, f"{tables.names[holders[0]]}（{holders[0]}）"
    former = next((c for c in middles.values() if known.last_year(c, path.middle)), None)
    right = [former] if former else list(middles.values())
    return "款", path.middle, "、".join(f"{tables.names[c]}（{c}）" for c in right)


def _right_item(name: str, middle: str, tables: Subjects, told: Iterable[str]) -> str:
    """The item meant: the one whose former name this is, else those of the 款 that no path of the text names."""
    known = dictionary("function")
    items = tables.below(middle)
    former = [c for c in items.values() if known.last_year(c, name)]
    if former:
        year = known.last_year(former[0], name)
        return f"{tables.names[former[0]]}（{former[0]}；“{name}”是{year}年及以前的名称）"
    left = [c for k, c in items.items() if k not in told] or list(items.values())
    return "、".join(f"{tables.names[c]}（{c}）" for c in left[:4])


def _against_dictionary(path: Path, known: Subjects) -> Wrong | None:
    tops = known.below("")
    top = tops.get(key(path.top))
    if path.top and top is None:
        return None
    if top is not None:
        middles = known.below(top)
        middle = _lookup(path.middle, middles) or _former_code(path.middle, top, known)
        if middle is None:
            return _foreign_middle(path, top, known)
    else:
        codes = [c for c in known.codes.get(key(path.middle), ()) if len(c) == 5]
        middle = codes[0] if len(codes) == 1 else None
    return _foreign_item(path, middle, known) if middle and path.item else None


def _foreign_middle(path: Path, top: str, known: Subjects) -> Wrong | None:
    """The 款 written is the 类's own name, or a 款 of another 类."""
    others = [c for c in known.codes.get(key(path.middle), ()) if len(c) == 5]
    holders = [c for c in known.below(top).values() if path.item and _lookup(path.item, known.below(c))]
    if key(path.middle) == key(path.top) and len(holders) == 1:
        return "款", path.middle, f"{known.names[holders[0]]}（{holders[0]}）"
    if len(others) == 1:
        owner = others[0][:3]
        return "款", path.middle, f"{known.names[owner]}（类）下的款（{others[0]}）"
    return None


def _foreign_item(path: Path, middle: str, known: Subjects) -> Wrong | None:
    """The 项 written is known under exactly one other 款 and not under this."""
    items = known.below(middle)
    if not items or _lookup(path.item, items) or _former_code(path.item, middle, known):
        return None
    codes = [c for c in known.codes.get(key(path.item), ()) if len(c) == 7]
    if len(codes) != 1 or codes[0][:5] == middle:
        return None
    owner = codes[0][:5]
    return "项", path.item, f"{known.names[owner]}（款）下的项（{codes[0]}）"


def _former_code(name: str, above: str, known: Subjects) -> str | None:
    return next((c for c, names in known.former.items() if c[: len(above)] == above != c and key(name) in names), None)


@cache
def _former_names() -> dict[tuple[int, str], tuple[tuple[str, int], ...]]:
    """(length of the code, key) → (code, last year) of names that no subject of that level carries now."""
    known = dictionary("function")
    found: dict[tuple[int, str], list[tuple[str, int]]] = defaultdict(list)
    for code, names in known.former.items():
        for name, year in names.items():
            if not any(len(c) == len(code) for c in known.codes.get(name, ())):
                found[len(code), name].append((code, year))
    return {k: tuple(v) for k, v in found.items()}


def _former(path: Path, year: int) -> Iterator[tuple[str, str]]:
    """(name, code) of the names of a path that were out of force in `year`."""
    for name, length in ((path.top, 3), (path.middle, 5), (path.item, 7)):
        codes = _former_names().get((length, key(name)), ()) if name else ()
        gone = next((code for code, last in codes if last < year), None)
        if gone:
            yield name, gone


def _lookup(name: str, names: dict[str, str]) -> str | None:
    return names.get(key(name))


def _text(path: Path) -> str:
    top = f"{path.top}（类）" if path.top else ""
    return top + f"{path.middle}（款）" + (f"{path.item}（项）" if path.item else "")


# --- how a coded row is judged


def _other_code(code: str, name: str, known: Subjects) -> str | None:
    """The code whose name this is, where it is not this one's; None where the name is right, cut or unknown."""
    right = known.names.get(code)
    own = key(name)
    if right is None or own == key(right) or own in known.former.get(code, {}):
        return None
    if len(own) >= CUT and (key(right).startswith(own) or own.startswith(key(right))):
        return None
    codes = [c for c in known.codes.get(own, ()) if len(c) == len(code) and c[:-2] == code[:-2]]
    return codes[0] if len(codes) == 1 else None


def _row_evidence(extraction: Extraction, table: int, row: int, quote: str) -> tuple[Evidence, ...]:
    cells = extraction.tables[table].cells
    cell = next((c for c in cells[row] if c is not None and c.text.strip()), None) if row < len(cells) else None
    return (Evidence(quote, cell.location),) if cell else ()
