"""The published shapes: what `gouji check --format json` and `gouji extract` write, as pydantic models.

`gouji schema` prints their JSON Schema. Amounts are strings so that no reader turns them into binary fractions.
Field descriptions are the glossary of docs/glossary.md.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.evaluation.record import GoalFormRecord, ScoreSheetRecord
from extractor.location import Location

Level = Literal["error", "warning", "info"]
Reading = Literal["ok", "partial", "failed"]


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


# --- the check report, version 1


class Place(Model):
    """Where something stands; parts the format cannot know are null. All count from 1."""

    page: int | None = None
    line: int | None = None
    section: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def location(self, with_section: bool = True) -> Location:
        known = self.model_dump(exclude={"paragraph"} if with_section else {"paragraph", "section"})
        return Location(block=self.paragraph, **known)


class ProblemRecord(Model):
    message: str
    location: Place = Place()


class StatedRecord(Model):
    text: str
    value: str
    unit: str


class RecomputedRecord(Model):
    """What follows from the other figures; low and high are what rounding allows."""

    text: str
    value: str
    unit: str
    low: str
    high: str


class EvidenceRecord(Model):
    """One figure that takes part, as printed, with its place."""

    quote: str
    value: str | None = None
    unit: str = ""
    label: str = ""
    location: Place = Place()


class CauseRecord(Model):
    """The likeliest slip: writing `to` for `from` makes `repairs` failed equations hold and breaks none."""

    kind: str
    text: str
    from_: str | None = Field(default=None, alias="from")
    to: str | None = None
    repairs: int = 0


class FindingRecord(Model):
    code: str
    severity: Level
    title: str
    message: str
    stated: StatedRecord | None = None
    recomputed: RecomputedRecord | None = None
    difference: str | None = None
    equation: str | None = None
    evidence: list[EvidenceRecord] = []
    cause: CauseRecord | None = None


class VerdictCounts(Model):
    holds: int = 0
    fails: int = 0
    undetermined: int = 0


class ReasonCount(Model):
    reason: str
    count: int


class LedgerRecord(Model):
    """How much of the report was checked: numbers read, numbers in a decided equation, equations by verdict."""

    numbers: int = 0
    numbers_checked: int = 0
    equations: VerdictCounts = VerdictCounts()
    undetermined: list[ReasonCount] = []


class DocumentRecord(Model):
    path: str
    sha256: str = ""
    format: str = ""
    status: Reading = "ok"
    problems: list[ProblemRecord] = []
    title: str = ""
    organization: str = ""
    year: int | None = None
    kind: str = "other"
    findings: list[FindingRecord] = []
    ledger: LedgerRecord = LedgerRecord()


class ToolRecord(Model):
    name: str = "gouji"
    version: str


class SummaryRecord(Model):
    documents: int = 0
    failed: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0


class CheckRecord(Model):
    """The whole output of `gouji check --format json`."""

    version: Literal[1] = 1
    tool: ToolRecord
    documents: list[DocumentRecord]
    summary: SummaryRecord


# --- the extracted data


class FigureRecord(Model):
    """One figure: a row of the tidy long table."""

    file: str = Field(description="报告文件")
    organization: str = Field("", description="报告单位")
    report_year: int | None = Field(None, description="报告年度")
    report_kind: str = Field("other", description="报告种类：final_accounts、self_evaluation、budget、other")
    label: str = Field("", description="原文中的名称")
    concept: str = Field("", description="归一后的名称")
    text: str = Field("", description="原文写法（含单位）")
    value: str = Field("", description="数值，单位见 unit")
    unit: str = Field("", description="单位")
    value_wan: str | None = Field(None, description="折合万元；不是金额则为空")
    value_yuan: str | None = Field(None, description="折合元；不是金额则为空")
    role: str = Field(
        "", description="作用：amount 金额、change 增减额、share 占比、growth 增长率、completion 完成率……"
    )
    year: int | None = Field(None, description="数字所属年度")
    basis: str = Field("", description="口径：决算、预算、年初预算、全年预算、上年……；目标表的栏：预算、执行、到位")
    scope: str = Field("", description="范围：department 部门、office 本级、project 项目、attachment 附件")
    scope_name: str = Field("", description="范围的名称，如项目名")
    page: int | None = Field(None, description="页")
    line: int | None = Field(None, description="行（文本文件）")
    table: int | None = Field(None, description="第几张表")
    row: int | None = Field(None, description="表中第几行")
    column: int | None = Field(None, description="表中第几列")
    paragraph: int | None = Field(None, description="正文第几段（Word）")
    sheet: str | None = Field(None, description="工作表（电子表格）")
    cell: str | None = Field(None, description="单元格（电子表格），如 B7")
    section: str | None = Field(None, description="所在标题")
    quote: str = Field("", description="原文片段")


class TableRow(Model):
    """A row as understood: kind item/subtotal/total/grand/of_which, code joined, values by column heading."""

    label: str
    kind: str
    code: str = ""
    level: int = 0
    side: str = ""
    values: dict[str, str] = {}


class AccountsTable(Model):
    table: int
    title: str
    unit: str
    section: str
    rows: list[TableRow]


class ProjectRecord(Model):
    """A project that the report names as a scope, with its amounts and scores."""

    name: str
    figures: list[FigureRecord]


class ReportRecord(Model):
    """Everything read out of one report: the output of `gouji extract --format json`."""

    file: str
    sha256: str = ""
    format: str = ""
    status: Reading = "ok"
    problems: list[ProblemRecord] = []
    title: str = ""
    organization: str = ""
    year: int | None = None
    kind: str = "other"
    figures: list[FigureRecord] = []
    three_public: list[FigureRecord] = []
    score_sheets: list[ScoreSheetRecord] = []
    goal_forms: list[GoalFormRecord] = []
    tables: list[AccountsTable] = []
    projects: list[ProjectRecord] = []


class ExtractRecord(Model):
    version: Literal[1] = 1
    tool: ToolRecord
    reports: list[ReportRecord]
