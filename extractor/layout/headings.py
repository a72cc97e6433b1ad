"""Paragraphs that are headings become a section tree, and every block learns its section and scope.

Numbering in real reports is mixed and wrong: 1、2、3、四、五、 … 9、 on one level, （1） where （一） was meant, lists that
start again at 1. So a heading's level comes from what is open above it, and only last from its style.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.document import ROOT, Block, Cell, Heading, Paragraph, Scope, ScopeKind, Section, Table
from extractor.layout.candidates import CHAPTER, TITLE, find_headings, split_glued
from extractor.layout.enumerators import Mark, may_stand_for
from extractor.layout.scopes import (
    Subject,
    bracketed,
    chapter_project,
    form_project,
    is_report_title,
    is_table_title,
    is_unnumbered_part,
    project_name,
    scope_for,
    squeezed,
    subject_of,
)
from extractor.location import Piece, Text

_LOOK_AHEAD = 4  # blocks after an attachment's number in which its title stands
_BARRIERS = frozenset({"part", "annex", TITLE, CHAPTER})
_CHAPTERS = frozenset({"clause", "chinese"})


def arrange(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with headings told from paragraphs, and with their sections. Text is neither added nor lost."""
    split: list[Block] = []
    for block in blocks:
        split += split_glued(block) if isinstance(block, Paragraph) else [block]
    return _Outline(split).arrange()


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading whose section is open. rank is that of its style, or of the style it was mistaken for."""

    section: Section
    style: str
    value: int
    rank: int


@dataclass(frozen=True, slots=True)
class _Report:
    """A report inside the file: what it is about, and at which depth of the stack it hangs."""

    subject: Subject
    name: str
    title: str
    depth: int
    real: bool  # has a report's title, not only a form's


class _Outline:
    """Walks the blocks once, keeping the stack of open headings."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.marks = find_headings(blocks)
        self.stack: list[_Open] = [_Open(ROOT, "", 0, -1)]
        self.report: _Report | None = None
        self.used: set[Scope] = set()
        self.started = False  # anything but titles seen
        self.awaits_title = False  # the last heading was an attachment's number
        self.form: Section | None = None  # the section of the form just above
        self.sheet: str | None = None

    @property
    def section(self) -> Section:
        return self.stack[-1].section

    def arrange(self) -> tuple[Block, ...]:
        placed: list[Block] = []
        for i, block in enumerate(self.blocks):
            self._turn_sheet(block)
            if isinstance(block, Table):
                self.form = self._section_of_table(block, i)
                placed.append(_put_table(block, self.form))
                self.started = True
                continue
            self.form = None
            mark = self.marks.get(i)
            if mark and self._open(mark, block.text, i):
                placed.append(_put_heading(block.content, mark, self.section))
            else:
                placed.append(Paragraph(_put_text(block.content, self.section), self.section))
                self.started = self.started or len(block.text) > 60
                self.awaits_title = self.awaits_title and len(block.text) <= 60
        return tuple(placed)

    def _turn_sheet(self, block: Block) -> None:
        """A new sheet of a workbook stands below no heading of the one before, but still speaks of the same subject."""
        sheet = block.location.sheet if isinstance(block, Table) else block.content.pieces[0].location.sheet
        if self.sheet is not None and sheet != self.sheet:
            subject = next(k for k, entry in enumerate(self.stack) if entry.section.scope == self.section.scope)
            del self.stack[max(subject + 1, self._base_depth()) :]
            self.form = None
        self.sheet = sheet

    # ---- headings

    def _open(self, mark: Mark, text: str, i: int) -> bool:
        """Opens the section a heading names; False where the line turns out to be none."""
        if mark.style == TITLE:
            return self._open_title(mark, text, i)
        if mark.style == "annex":
            self._open_annex(mark, text, i)
            return True
        if mark.style == CHAPTER:
            return self._open_chapter(mark, text)
        if mark.style == "part":
            del self.stack[self._base_depth() :]
            self.report = self.report if self.report and self.report.depth == 0 else None
        else:
            mark = replace(mark, rank=self._make_room(mark))
        self._push(mark, text, self._inherited(mark, text))
        self.started, self.awaits_title = True, False
        return True

    def _inherited(self, mark: Mark, text: str) -> Scope:
        high = mark.style in ("part", "clause", "chinese")
        if high and subject_of(text) is Subject.OFFICE:
            return Scope(ScopeKind.OFFICE)
        return self.section.scope

    def _push(self, mark: Mark, text: str, scope: Scope) -> None:
        title = " ".join(text.split())
        section = self._section_below(title, scope)
        self.stack.append(_Open(section, mark.style, mark.value, mark.rank))
        self.used.add(scope)

    def _section_below(self, title: str, scope: Scope) -> Section:
        """A section below the open one; the file's own title names no section of it."""
        if len(self.stack) <= self._base_depth():
            return Section(title, 1, None, scope)
        return Section(title, self.section.level + 1, self.section, scope)

    def _make_room(self, mark: Mark) -> int:
        """Closes the headings below which the new one cannot stand; the rank it takes."""
        floor = max(k for k, entry in enumerate(self.stack) if k == 0 or entry.style in _BARRIERS)
        reach = range(len(self.stack) - 1, floor, -1)
        same = [k for k in reach if self.stack[k].style == mark.style]
        alike = [k for k in reach if may_stand_for(self.stack[k].style, mark.style)]
        follows = [k for k in same + alike if mark.value > 1 and self.stack[k].value == mark.value - 1]
        if follows or same:
            sibling = (follows or same)[0]
            rank = self.stack[sibling].rank
            del self.stack[sibling:]
            return rank
        starts_below = mark.value == 1 and len(self.stack) == floor + 2 and mark.style not in _CHAPTERS
        while not starts_below and len(self.stack) > floor + 1 and self.stack[-1].rank >= mark.rank:
            self.stack.pop()
        return max(mark.rank, self.stack[-1].rank + 1)

    def _base_depth(self) -> int:
        """The depth below which a file's own title keeps everything."""
        return 2 if len(self.stack) > 1 and self.stack[1].style == TITLE and self.stack[1].value else 1

    # ---- titles and attachments

    def _open_title(self, mark: Mark, text: str, i: int) -> bool:
        following = self.blocks[i + 1 : i + 1 + _LOOK_AHEAD]
        if not following or self._is_contents(i):
            return False
        if self.awaits_title:
            self._push(mark, text, self.section.scope)
            self.awaits_title = False
            return True
        subject = subject_of(text)
        if not self.started and len(self.stack) == 1:
            self._open_own_title(mark, text, subject, following)
            return True
        if subject is Subject.OPEN or (
            self.report and squeezed(self.report.title) == squeezed(text) and not self.started
        ):
            return False
        name = project_name(text, following) if subject is Subject.PROJECT else ""
        if (
            self.report
            and self.report.subject is subject
            and squeezed(self.report.title) == squeezed(text)
            and _alike(name, self.report.name)
        ):
            return False
        del self.stack[self._below_part() :]
        self._start_report(mark, text, text, subject, name, real=True)
        return True

    def _open_own_title(self, mark: Mark, text: str, subject: Subject, following: Sequence[Block]) -> None:
        """The title of the file itself: its main part speaks for the department unless the title says otherwise."""
        name = project_name(text, following) if subject is Subject.PROJECT else ""
        scope = Scope()
        if subject in (Subject.PROJECT, Subject.OFFICE):
            scope = scope_for(subject, " ".join(text.split()), name, self.used)
        self._push(replace(mark, value=1), text, scope)
        if subject is not Subject.OPEN:
            self.report = _Report(subject, name, text, 0, real=True)

    def _start_report(self, mark: Mark, text: str, title: str, subject: Subject, name: str, *, real: bool) -> None:
        depth = len(self.stack)
        shown = " ".join((title or text).split())
        self._push(mark, text, scope_for(subject, shown, name, self.used))
        self.report = _Report(subject, name, title, depth, real)
        self.started = True

    def _open_chapter(self, mark: Mark, text: str) -> bool:
        """名词解释, XX专项经费情况说明: an unnumbered chapter of the file, or one project's part of it."""
        if self.report and self.report.depth > 0:
            return False
        del self.stack[self._base_depth() if is_unnumbered_part(text) else self._below_part() :]
        name = chapter_project(text)
        self._push(mark, text, Scope(ScopeKind.PROJECT, name) if name else self.section.scope)
        self.started, self.awaits_title = True, False
        return True

    def _open_annex(self, mark: Mark, text: str, i: int) -> None:
        title = mark.rest or self._title_after(i)
        subject = subject_of(title)
        following = self.blocks[i + 1 : i + 1 + _LOOK_AHEAD]
        name = project_name(title, following) if subject is Subject.PROJECT else ""
        first = not self.started and len(self.stack) == 1
        self.awaits_title = not mark.rest
        if self.report and self._belongs(title, subject, name):
            del self.stack[max(self._base_depth(), self.report.depth + 1) :]
            self._push(mark, text, self.section.scope)
            self.started = True
        elif first and is_report_title(title) and subject is not Subject.PROJECT:
            self.awaits_title = False  # a file that is one attachment: its title follows and is the file's own
            self._push(mark, text, Scope())
            del self.stack[1:]
        else:
            del self.stack[self._below_part() :]
            self._start_report(mark, text, title, subject, name, real=is_report_title(title))

    def _belongs(self, title: str, subject: Subject, name: str) -> bool:
        """Whether an attachment is one of the open report's own (its score sheet, its goal table)."""
        report = self.report
        if report is None or not report.real or is_report_title(title):
            return False
        if subject is Subject.OPEN:
            return report.depth > 0
        return subject is report.subject and _alike(name, report.name)

    def _title_after(self, i: int) -> str:
        """The title that follows an attachment's number on the next lines or above the next table."""
        for k in range(i + 1, min(i + 1 + _LOOK_AHEAD, len(self.blocks))):
            block = self.blocks[k]
            if isinstance(block, Table):
                return next((text.text for text in block.above if is_table_title(text.text)), "")
            mark = self.marks.get(k)
            if (mark and mark.style == TITLE) or is_table_title(block.text):
                return block.text
            if mark or len(block.text) > 60:
                return ""
        return ""

    def _is_contents(self, i: int) -> bool:
        """A title directly above another title or part is a line of a table of contents."""
        following = self.marks.get(i + 1)
        return following is not None and following.style in _BARRIERS

    def _below_part(self) -> int:
        parts = [k for k, entry in enumerate(self.stack) if entry.style == "part"]
        return parts[-1] + 1 if parts else self._base_depth()

    # ---- tables

    def _section_of_table(self, table: Table, i: int) -> Section:
        """The open section, or one of its own for a form about another subject than the text around it."""
        awaited, self.awaits_title = self.awaits_title, False
        titles = [text.text for text in table.above if is_table_title(text.text) or is_report_title(text.text)]
        if self.form and not titles and not form_project(table) and isinstance(self.blocks[i - 1], Table):
            return self.form
        if awaited or (self.report and self.report.real and self.report.subject is Subject.PROJECT):
            return self.section
        title = titles[0] if titles else ""
        name = form_project(table) or next((found for text in table.above if (found := bracketed(text.text))), "")
        subject = Subject.PROJECT if form_project(table) else subject_of(title)
        if subject in (Subject.OPEN, Subject.OFFICE) or (subject is Subject.PROJECT and not name):
            return self.section
        if self.report and self._belongs(title, subject, name):
            return self.section
        scope = scope_for(subject, " ".join(title.split()) or name, name, self.used)
        self.used.add(scope)
        return self._section_below(title or name, scope)


def _alike(one: str, other: str) -> bool:
    """Whether two names mean one project; a missing name does not tell them apart."""
    first, second = squeezed(one), squeezed(other)
    return first in second or second in first


# ---- blocks in their section


def _section_path(section: Section) -> str | None:
    return " › ".join(section.path()) or None


def _put_text(text: Text, section: Section) -> Text:
    path = _section_path(section)
    if path is None:
        return text
    pieces = tuple([Piece(piece.start, piece.location.in_section(path)) for piece in text.pieces])
    return Text(text.text, pieces)


def _put_heading(text: Text, mark: Mark, section: Section) -> Heading:
    return Heading(_put_text(text, section), section.level, mark.number, section)


def _put_table(table: Table, section: Section) -> Table:
    path = _section_path(section)
    if path is None:
        return replace(table, section=section)
    return replace(
        table,
        cells=tuple([_put_cell(cell, path) for cell in table.cells]),
        above=tuple(_put_text(text, section) for text in table.above),
        below=tuple(_put_text(text, section) for text in table.below),
        location=table.location.in_section(path),
        section=section,
    )


def _put_cell(cell: Cell, path: str) -> Cell:
    return Cell(cell.text, cell.row, cell.column, cell.row_span, cell.column_span, cell.location.in_section(path))
