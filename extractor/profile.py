"""What a report says it is: title, organisation, year and kind, voted from what is printed, never from the file's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from extractor.document import Document, Table
from patterns.load import load_yaml

MOST_TEXT = 400_000  # characters looked at; a report says what it is long before
MOST_TITLE = 60  # a longer line is a sentence
OPENING = 40  # lines in which the title stands
WIDE = re.compile("[０-９]")
SENTENCE = re.compile(r"[。；;！？!?]|[，,].*[，,]")
ENUMERATOR = re.compile(
    r"^(?:第[一二三四五六七八九十\d]+(?:部分|章)|附[件表]?\d*[:：]?|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．])"
)
YEAR = re.compile(r"(?<!\d)(20[0-4]\d)年(度)?(?!\d{1,2}月)(?:(\d{1,2})月)?")
COMPARED = re.compile(r"[与與较較比同和至到截]$|较于$|[〔\[（(]$")
FIGURES = re.compile(r"\d\.\d|[%％]")
MARKUP = re.compile(r"^#+|\*\*")  # of Markdown
PLACE = re.compile(r"[省市县区旗州盟镇乡]$")
YEAR_OF_REPORT = re.compile(r"(?<!\d)(20[0-4]\d)年?度?[^，。；\d]{0,24}(?:决算|预算|绩效|自评|整体支出|收支)")


@dataclass(frozen=True, slots=True)
class Profile:
    """kind is final_accounts, self_evaluation, budget or other; unknown parts are "" or None."""

    title: str = ""
    organization: str = ""
    year: int | None = None
    kind: str = "other"


def profile(document: Document) -> Profile:
    lines = tuple(_lines(document))
    title = find_title(lines)
    return Profile(title, find_organization(lines, title), find_year(lines, title), find_kind(lines, title))


def _lines(document: Document) -> Iterator[str]:
    """The printed texts without spaces, those around and inside tables included."""
    left = MOST_TEXT
    for block in document.blocks:
        texts = _table_texts(block) if isinstance(block, Table) else (block.text,)
        for text in texts:
            line = _plain(text[:left])
            left -= len(line)
            if line:
                yield line
            if left <= 0:
                return


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    bare = "".join(text.split())
    return bare if bare.isascii() and bare[:1] != "#" and "*" not in bare else MARKUP.sub("", WIDE.sub(_narrow, bare))


def _narrow(digit: re.Match[str]) -> str:
    return str(int(digit[0]))


def _table_texts(table: Table) -> Iterator[str]:
    yield from (t.text for t in table.above)
    yield from (c.text for c in table.cells)
    yield from (t.text for t in table.below)


def _words(key: str) -> tuple[str, ...]:
    return tuple(load_yaml("organizations")[key])


# --- title


def find_title(lines: tuple[str, ...]) -> str:
    """The opening lines of the cover joined, else the first line that names a report and its year."""
    cover = _cover(lines)
    if cover:
        return cover
    named = [ENUMERATOR.sub("", line) for line in dict.fromkeys(lines) if _names_report(line)]
    dated = [line for line in named if YEAR.search(line)]
    whole = [line for line in dated if not any(line.endswith(word) for word in _words("not_titles"))]
    return next(iter(whole or dated), "")


def _cover(lines: tuple[str, ...]) -> str:
    """“X局” / “2024年度部门决算” on lines of their own, up to the first entry of the contents or sentence."""
    taken: list[str] = []
    for line in lines[:6]:
        if len(line) > MOST_TITLE or SENTENCE.search(line) or ENUMERATOR.match(line) or line in _words("not_titles"):
            break
        if "：" in line or ":" in line:
            break
        taken.append(line)
        joined = "".join(taken)
        if _names_report(joined) and YEAR.search(joined):
            return joined
    return ""


def _names_report(line: str) -> bool:
    if len(line) > MOST_TITLE or SENTENCE.search(line) or FIGURES.search(line) or "：" in line:
        return False
    return any(word in line for word in _words("titles"))


# --- organisation


@cache
def _name() -> str:
    return rf"[\u4e00-\u9fff·]{{2,28}}?(?:{'|'.join(sorted(_words('endings'), key=len, reverse=True))})"


@cache
def _labelled() -> re.Pattern[str]:
    labels = "|".join(re.escape(w) for w in sorted(_words("labels"), key=len, reverse=True))
    return re.compile(rf"(?:{labels})[:：]?({_name()})(?![\u4e00-\u9fff])")


@cache
def _own() -> re.Pattern[str]:
    follow = "|".join(re.escape(w) for w in sorted(load_yaml("organizations")["own"], key=len, reverse=True))
    return re.compile(rf"(?<![\u4e00-\u9fff·])({_name()})(?=(?P<year>20\d\d年)|(?P<own>{follow})|$)")


def find_organization(lines: tuple[str, ...], title: str) -> str:
    """The name that most places name as the report's own: title, labels, 本级, 共有车辆, … and the often said."""
    votes: Counter[str] = Counter()
    weights = load_yaml("organizations")["own"]
    printed = (title, *(ENUMERATOR.sub("", line) for line in lines if not line.isascii()))
    for (line, is_title), times in Counter((line, line is title) for line in printed).items():
        for match in _labelled().finditer(line):
            votes[match[1]] += 5 * times
        for match in _own().finditer(line):
            name = _trim(match[1])
            weight = 4 if match["year"] else weights.get(match["own"], 1)
            votes[name] += times * (12 if is_title else weight)
    names = {
        n: v for n, v in votes.items() if len(n) >= 4 and not re.search(load_yaml("organizations")["placeholder"], n)
    }
    if not names:
        return ""
    best = max(names, key=lambda n: (names[n], len(n)))
    return _fullest(best, names)


def _trim(name: str) -> str:
    for lead in _words("leads"):
        if name.startswith(lead) and len(name) - len(lead) >= 5:
            return name[len(lead) :]
    return name


def _fullest(best: str, names: dict[str, int]) -> str:
    """规划和自然资源局 said often, 某市规划和自然资源局 sometimes: the full name is the name."""
    longer = [n for n in names if n.endswith(best) and PLACE.search(n[: -len(best)]) and names[n] * 4 >= names[best]]
    return max(longer, key=lambda n: names[n], default=best)


# --- year and kind


def find_year(lines: tuple[str, ...], title: str) -> int | None:
    """The title's year, else the year most headings and opening sentences speak of; years compared with do not count."""
    if match := YEAR.search(title):
        return int(match[1])
    votes: Counter[int] = Counter()
    for position, line in enumerate(lines):
        for match in YEAR_OF_REPORT.finditer(line):
            if not COMPARED.search(line[max(0, match.start() - 4) : match.start()]):
                votes[int(match[1])] += 3 if len(line) <= MOST_TITLE and position < OPENING else 1
    if not votes:
        votes.update(_plain_years(lines))
    return max(votes, key=lambda y: (votes[y], y), default=None)


def _plain_years(lines: tuple[str, ...]) -> Iterator[int]:
    for line in lines:
        for match in YEAR.finditer(line):
            if not COMPARED.search(line[max(0, match.start() - 4) : match.start()]):
                yield int(match[1])


def find_kind(lines: tuple[str, ...], title: str) -> str:
    """By the title, else by what the text speaks of most; final accounts speak of budgets too, so 决算 goes first."""
    kinds: dict[str, list[str]] = load_yaml("organizations")["kinds"]
    for kind, words in kinds.items():
        if any(word in title for word in words):
            return kind
    counts = {kind: sum(line.count(w) for line in lines for w in words) for kind, words in kinds.items()}
    evaluation = counts["self_evaluation"]
    if evaluation and evaluation * 2 >= counts["final_accounts"] + counts["budget"]:
        return "self_evaluation"
    if counts["final_accounts"]:
        return "final_accounts" if counts["final_accounts"] * 3 >= counts["budget"] else "budget"
    return "budget" if counts["budget"] else "self_evaluation" if evaluation else "other"
