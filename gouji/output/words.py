"""The words people read, in Chinese and English: keys and data in, text out. The words themselves stand in words.yaml.

A key that has no words yet falls back to its group's `other`; nothing here may break a run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from extractor.location import Location
from patterns.load import FOLDER, load_yaml

Lang = Literal["zh", "en"]
BELOW = "›"  # between a heading and the one below it, as extractor writes Location.section
MOST_SECTION = 40  # characters of a section title that are shown
LABEL_LENGTH = 40
BLANKS = re.compile(r"\s+")
NEEDLESS = re.compile(
    r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])|(?<=[，。；：、（）《》“”])\s+|\s+(?=[，。；：、（）《》“”])"
)
HEADING_ENDS = " 。：:；;，,"
SLOT = re.compile(r"\{(\w*)(?:!r)?\}")
FIELD_LINES = re.compile(r"[\r\n\t\x0b\x0c\x1b\x00-\x08\x0e-\x1f\x7f]+")


@cache
def _load() -> dict[str, dict[str, dict[str, str]]]:
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, dict[str, str]]] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


@dataclass(frozen=True, slots=True)
class Words:
    """All words of one language."""

    lang: Lang = "zh"

    def say(self, group: str, key: str, **slots: object) -> str:
        """The words of group.key with {name} filled in. Text of a report is put in as it is, never read as a template."""
        words = _load()[self.lang][group]
        template = words.get(key) or words.get("other", key)
        return fill(template, {"key": key, **slots})

    def has(self, group: str, key: str) -> bool:
        return key in _load()[self.lang][group]

    def place(self, location: Location) -> str:
        """第五部分（一），第312行 — or 第6页 表3第8行第2列 — whatever the format knows."""
        known = [("page", location.page), ("sheet", location.sheet), ("cell", location.cell)]
        if location.line and not location.page:
            known.insert(0, ("line", location.line))
        if not (location.page or location.line or location.table or location.sheet):
            known.append(("paragraph", location.block))
        words = _load()[self.lang]["place"]
        outer = words["inner" if location.sheet else "joint"].join(self._place_word(k, v) for k, v in known if v)
        cell = (("table", location.table), ("row", location.row), ("column", location.column))
        in_table = location.table and not location.cell
        inner = words["inner"].join(self._place_word(key, value) for key, value in cell if value and in_table)
        section = _last_headings(location.section or "")
        return words["joint"].join(filter(None, (section, outer, inner))) or words["none"]

    def _place_word(self, key: str, value: object) -> str:
        return _load()[self.lang]["place"][key].replace("{}", clean(str(value)))

    def problem(self, kind: str, detail: str) -> str:
        """One clear line. The room that met the problem may give its words in patterns/problems.yaml."""
        found = pattern_words("problems").get(kind, {}).get(self.lang)
        if found:
            return clean(fill(found, {"detail": detail}))
        if self.has("problem", kind):
            return clean(self.say("problem", kind, detail=detail))
        return clean(
            fill(_load()[self.lang]["problem"]["other" if detail else "other_bare"], {"key": kind, "detail": detail})
        )

    def reason(self, key: str) -> str:
        """Why something stayed undetermined; the words of extractor and checks stand in patterns/reasons.yaml."""
        found = pattern_words("reasons").get(key, {}).get(self.lang)
        return found or self.say("reason", key)

    def fault(self, code: str, words: dict[str, str]) -> str:
        """The message of a fault of wording, from patterns/messages.yaml; "" where the check gave no template."""
        template = pattern_words("messages").get(code, {}).get(self.lang)
        return fill(template, words) if template else ""


def _last_headings(section: str) -> str:
    """As many of the innermost headings as fit; a letter names the nearest one."""
    headings = [shorten(part.strip(HEADING_ENDS), MOST_SECTION) for part in section.split(BELOW)]
    told = headings[-1]
    for heading in reversed(headings[:-1]):
        if len(told) + len(heading) >= MOST_SECTION:
            break
        told = f"{heading}{BELOW}{told}"
    return told


@cache
def pattern_words(name: str) -> dict[str, dict[str, str]]:
    """A file of patterns/ shaped key → {zh, en}, a bare string meaning Chinese; {} where there is none."""
    if not (FOLDER / f"{name}.yaml").exists():
        return {}
    found: dict[str, Any] = load_yaml(name) or {}
    return {str(k): v if isinstance(v, dict) else {"zh": str(v)} for k, v in found.items()}


def fill(template: str, slots: dict[str, Any]) -> str:
    """Put slots into {names}. Unlike str.format, braces in the values and unknown names do no harm."""
    return SLOT.sub(lambda m: str(slots.get(m[1], m[0])), template)


def clean(text: str) -> str:
    """One line without control characters: text of a report may not steer a terminal."""
    return FIELD_LINES.sub(" ", text)


def shorten(text: str, length: int = LABEL_LENGTH, keep_end: bool = False) -> str:
    """One line without the blanks that Chinese does not need, cut at the end, or at the beginning with keep_end."""
    flat = NEEDLESS.sub("", BLANKS.sub(" ", clean(text)).strip())
    if len(flat) <= length:
        return flat
    return "…" + flat[len(flat) - length + 1 :] if keep_end else flat[: length - 1] + "…"
