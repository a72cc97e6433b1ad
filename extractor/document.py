"""What every reader gives: one report as blocks in reading order, whatever format it came in.

Readers fill `Paragraph` and `Table` blocks. `extractor.layout.headings` then turns the paragraphs that are
headings into `Heading`s and gives every block its `Section` (with its `Scope`). Nothing to the right of the
readers may ask for the format.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from extractor.location import Location, Text


class Status(StrEnum):
    """How much of a file could be read."""

    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something met while reading that the user must know: `kind` is a stable key for the words of the
    message (see gouji/output/words.py), `detail` fills it in. pages are all those it was met on, where it has any."""

    kind: str
    detail: str = ""
    location: Location = Location()
    pages: tuple[int, ...] = ()


class ScopeKind(StrEnum):
    DEPARTMENT = "department"  # 整个部门（含下属单位）
    OFFICE = "office"  # 本级
    PROJECT = "project"  # 一个项目
    ATTACHMENT = "attachment"  # 附件，主体未明


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose numbers these are. Two figures are comparable only within one scope."""

    kind: ScopeKind = ScopeKind.DEPARTMENT
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A heading with all that stands below it until the next heading of its level or higher."""

    title: str
    level: int
    parent: Section | None
    scope: Scope

    def path(self) -> tuple[str, ...]:
        above = self.parent.path() if self.parent else ()
        return (*above, self.title) if self.title else above


ROOT = Section("", 0, None, Scope())


class _Worded:
    """What a paragraph and a heading share: words of the document, and where they stand."""

    __slots__ = ()
    content: Text

    @property
    def text(self) -> str:
        return self.content.text

    @property
    def location(self) -> Location:
        return self.content.locate(0, len(self.content.text))


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph(_Worded):
    """One paragraph as the author wrote it: lines cut by the page or the converter are joined."""

    content: Text
    section: Section = ROOT


@dataclass(frozen=True, slots=True, eq=False)
class Heading(_Worded):
    """A paragraph that names a section. level 1 is the highest; number is the enumerator as printed ("（二）")."""

    content: Text
    level: int
    number: str
    section: Section = ROOT


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell of a printed grid; row and column count from 0 and name its top left corner."""

    text: str
    row: int
    column: int
    row_span: int
    column_span: int
    location: Location


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A printed grid. Each cell stands once, with its spans; positions no cell covers are absent.

    spans_known is False where the source has no merged cells to tell (tab-separated text): there a blank
    cell may continue its neighbour. above and below are the texts next to the grid that belong to it
    (title, 公开01表, 单位：万元, 注：). edges are the x positions of the column boundaries, where the
    format has them: a table continued on the next page is known by them. pieced: put together from loose lines of
    text, where a blank cell leaves no trace, or from a page that prints no upright rulings.
    """

    number: int
    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    location: Location
    above: tuple[Text, ...] = ()
    below: tuple[Text, ...] = ()
    spans_known: bool = True
    edges: tuple[float, ...] = ()
    section: Section = ROOT
    pieced: bool = False


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """One report file, read. pages is 0 where the format has none."""

    path: str
    format: str
    sha256: str
    blocks: tuple[Block, ...] = ()
    status: Status = Status.OK
    problems: tuple[Problem, ...] = ()
    pages: int = 0
    properties: dict[str, str] = field(default_factory=dict)
