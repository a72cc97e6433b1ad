"""The organisation's own name, written otherwise: another office in a title, a wrong character in the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from checks.finding import Fault, Severity
from checks.registry import check
from checks.wording.text import Passage, any_of, passages, titles
from extractor.extraction import Extraction
from extractor.width import fold
from patterns.load import load_yaml

PLACE = re.compile(r"^(?:.{1,8}?(?:自治区|自治州|自治县|省|(?<!城)市|县|(?<![社园地城小开])区|旗|盟|州)){1,3}")
HAN = r"[\u4e00-\u9fff]"
LINKS = "和与及暨、"  # one for another is a slip, never another office
MOST_PLACES = 12
LONG = 9  # characters of a name within which two slips are still the same name
SHORT = 6  # and one


@check("TXT501", "标题中的单位名称与报告单位不一致", "a title names another organisation", Severity.WARNING)
def other_organization_in_title(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：封面和各部分标题中的单位名称，应当是本报告的单位。

    为什么重要：标题写成上级部门或其他地方的单位，表明套用了别处的文本，读者无法确认数据属于谁。
    何时不适用：所属单位、简称；只提示职能名称与本单位相同而所属地区不同的单位，
    以及“第×部分”标题中全文仅此一处出现的其他单位。
    """
    own = fold(extraction.organization)
    if not own:
        return
    texts = [p.dense for p in passages(extraction)]
    for passage in titles(extraction):
        match = _titled().search(passage.dense)
        if match is None or not _is_other(match["name"], own):
            continue
        same_office = _office(match["name"]) == _office(own)
        lonely = match["part"] and sum(match["name"] in text for text in texts) == 1
        if same_office or lonely:
            words = {"text": match["name"], "own": extraction.organization}
            yield Fault(words, (passage.evidence(*match.span("name")), passage.evidence(0, len(passage.dense))))


@check("TXT502", "本单位名称写法不一致", "the organisation's own name is misspelt", Severity.WARNING)
def own_name_misspelt(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：全文中本单位的名称应当写法一致。

    为什么重要：名称错字（“与”误作“和”、漏字、形近字）说明文本未经核对，也妨碍按单位检索。
    何时不适用：简称、所属单位名称、其他地区的同名单位。名称较短时只认“和、与、及”的混用，以免把别的单位当成错字。
    同一错法合并为一条，列出各处。
    """
    own = fold(extraction.organization)
    place, office = _split(own)
    if len(office) < 4:
        return
    found: dict[str, list[tuple[Passage, int, int]]] = {}
    for passage in passages(extraction):
        for match in _like(place, office).finditer(passage.dense):
            name = match["office"]
            if own not in match[0] and _is_slip(name, office):
                start = match.start()
                found.setdefault(match[0], []).append((passage, start, match.end()))
    for name, places in found.items():
        words = {"text": name, "own": extraction.organization, "count": str(len(places))}
        yield Fault(words, tuple(p.evidence(start, end) for p, start, end in places[:MOST_PLACES]))


# --- another organisation


@cache
def _titled() -> re.Pattern[str]:
    endings = any_of(e for e in load_yaml("organizations")["endings"] if len(e) > 1 or e in "局厅委办院")
    kinds = any_of(load_yaml("organizations")["titles"])
    return re.compile(
        rf"^(?P<part>第[一二三四五六七八九十\d]+部分)?[、:.]?(?P<name>{HAN}{{3,24}}?(?:{endings}))(?:20\d\d年|{HAN}{{0,2}}(?:{kinds}))"
    )


def _is_other(name: str, own: str) -> bool:
    """Neither the own name, a short form or a slip of it, nor a unit below it."""
    if name in own or own in name:
        return False
    return _split(name)[0] != _split(own)[0] or _office(name) != _office(own)


def _split(name: str) -> tuple[str, str]:
    match = PLACE.match(name)
    return (match[0], name[match.end() :]) if match and len(name) - match.end() >= 2 else ("", name)


def _office(name: str) -> str:
    return _split(name)[1]


# --- the own name misspelt


@lru_cache(maxsize=64)
def _like(place: str, office: str) -> re.Pattern[str]:
    """The own place, then about as many characters, then the own ending."""
    low, high = max(1, len(office) - 3), len(office) + 1
    return re.compile(
        rf"{re.escape(place)}(?P<office>{HAN}{{{low},{high}}}?{re.escape(office[-1])})(?!{HAN}{{0,12}}(?:局|队|中心|站)\))"
    )


def _is_slip(name: str, office: str) -> bool:
    if name == office:
        return False
    if len(name) == len(office):
        changed = [(a, b) for a, b in zip(name, office, strict=True) if a != b]
        if all(a in LINKS and b in LINKS for a, b in changed):
            return True
    allowed = 2 if len(office) >= LONG else 1 if len(office) >= SHORT else 0
    return 0 < _distance(name, office) <= allowed


def _distance(one: str, other: str) -> int:
    """Edits between two short names."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]
