"""Whose numbers stand below a title: the department's, the office's, one project's, or those of an attachment.

The larger seed holds seven reports in one file. Its main part speaks for the whole department; the report in its
first attachment for the office alone, with other totals; five more are each about one project, and every one of
them has a score sheet and a goal table numbered 附件1 and 附件2 again.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cache

import regex

from extractor.document import Block, Scope, ScopeKind, Table
from extractor.width import fold
from patterns.load import load_yaml

_FORM_ROWS = 4  # 项目名称 stands in one of the first rows of a form


class Subject(StrEnum):
    """What a title says it is about."""

    DEPARTMENT = "department"
    PROJECT = "project"
    OFFICE = "office"
    OPEN = ""


@cache
def _pattern(key: str) -> regex.Pattern[str]:
    return regex.compile(load_yaml("headings")[key])


def squeezed(text: str) -> str:
    return "".join(fold(text).split())


def is_report_title(text: str) -> bool:
    """2023年度…绩效自评报告, 部门决算情况说明: the unnumbered title of a report."""
    plain = squeezed(text)
    if not 6 <= len(plain) <= 70 or _pattern("not_a_title").search(plain):
        return False
    return bool(_pattern("report_title").fullmatch(plain))


def is_plain_heading(text: str) -> bool:
    """名词解释, XX专项经费情况说明: the heading of a chapter that has no number."""
    plain = squeezed(text)
    return (
        len(plain) <= 40
        and bool(_pattern("plain_heading").fullmatch(plain))
        and not _pattern("not_a_title").search(plain)
    )


def is_unnumbered_part(text: str) -> bool:
    """A chapter heading that stands on the level of 第二部分 although its number is missing."""
    return bool(_pattern("part_without_number").search(squeezed(text)))


def chapter_project(text: str) -> str:
    """The project an unnumbered chapter is about: XX专项经费情况说明 → XX专项; else ""."""
    match = _pattern("project_chapter").fullmatch(squeezed(text))
    return match["name"] if match else ""


def is_table_title(text: str) -> bool:
    """A line that names a table or form: …自评计分表, …目标完成情况表."""
    plain = squeezed(text)
    return (
        3 <= len(plain) <= 70
        and not _pattern("not_a_title").search(plain)
        and bool(_pattern("table_title").fullmatch(plain))
    )


def bracketed(text: str) -> str:
    """The name in a line that is nothing but brackets: （…项目）, else ""."""
    plain = text.strip()
    match = _pattern("bracket_line").fullmatch(fold(plain)) if 4 <= len(plain) <= 80 else None
    return plain[match.start("name") : match.end("name")].strip() if match else ""


def subject_of(title: str) -> Subject:
    """What a title is about by its own words: the office, the department, a project, or OPEN where it tells none."""
    plain = squeezed(title)
    if _pattern("subject_office").search(plain) and _pattern("about_figures").search(plain):
        return Subject.OFFICE
    if _pattern("subject_department").search(plain):
        return Subject.DEPARTMENT
    if _pattern("subject_project").search(plain):
        return Subject.PROJECT
    return Subject.OPEN


def project_name(title: str, following: Sequence[Block]) -> str:
    """The project a report or form is about: named in brackets below its title, by 项目名称, or in the title."""
    for block in following:
        texts = [text.text for text in block.above] if isinstance(block, Table) else [block.text]
        for text in texts:
            if name := bracketed(text) or _labelled(text):
                return name
        if isinstance(block, Table):
            return form_project(block) or _name_in(title)
        if len(block.text) > 80:
            break
    return _name_in(title)


def _labelled(text: str) -> str:
    """项目名称：X → X."""
    label, colon, name = fold(text).strip().partition(":")
    return name.strip() if colon and squeezed(label) == load_yaml("headings")["project_name_label"] else ""


def _name_in(title: str) -> str:
    """What a title says beside the usual words; too little is no name."""
    name = _pattern("not_a_name").sub("", squeezed(title))
    return name if len(name) >= 4 else ""


def form_project(table: Table) -> str:
    """The project named in the head of a form (项目名称 | X), or ""."""
    label: str = load_yaml("headings")["project_name_label"]
    head = [cell for cell in table.cells if cell.row < _FORM_ROWS]
    for i, cell in enumerate(head[:-1]):
        if squeezed(cell.text) != label or head[i + 1].row != cell.row:
            continue
        name = "".join(head[i + 1].text.split())
        if len(name) >= 2 and squeezed(name) not in load_yaml("headings")["form_labels"] and _is_form(table):
            return name
    return ""


def _is_form(table: Table) -> bool:
    form = _pattern("form_words")
    return any(form.search(text.text) for text in table.above) or any(form.search(cell.text) for cell in table.cells)


def scope_for(subject: Subject, title: str, name: str, used: set[Scope]) -> Scope:
    """The scope of a report with this title. Attachments never share one, reports on the same project do."""
    if subject is Subject.OFFICE:
        return Scope(ScopeKind.OFFICE)
    if subject is Subject.PROJECT and name:
        return Scope(ScopeKind.PROJECT, name)
    kind = ScopeKind.PROJECT if subject is Subject.PROJECT else ScopeKind.ATTACHMENT
    scope = Scope(kind, title)
    count = 1
    while scope in used:
        count += 1
        scope = Scope(kind, f"{title}〔{count}〕")
    return scope
