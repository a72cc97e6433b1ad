"""Published records of self-evaluation: score sheets as trees of indicators, goal forms with money and targets.

They are pydantic models so that their JSON Schema can be published (`ScoreSheetRecord.model_json_schema()`). Numbers are
strings: no reader shall turn them into binary fractions. Loaded only when records are asked for.
"""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from extractor.evaluation.forms.goals import GoalForm, Line
from extractor.evaluation.forms.sheet import Item, Sheet
from extractor.evaluation.forms.targets import TargetRow
from extractor.figure import Figure
from extractor.quantity import Quantity

WAN = Decimal(10_000)


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Printed(Model):
    """A number as printed, with its place."""

    text: str = Field(description="原文写法")
    value: str = Field(description="数值，单位见 unit")
    unit: str = Field("", description="单位")
    value_wan: str | None = Field(None, description="折合万元；不是金额则为空")
    page: int | None = Field(None, description="页")
    line: int | None = Field(None, description="行（文本文件）")
    row: int | None = Field(None, description="表中第几行")
    column: int | None = Field(None, description="表中第几列")


class ScoreItemRecord(Model):
    """One indicator; its children are those of the level below."""

    name: str = Field(description="指标名称")
    level: int = Field(description="级别，1 为一级指标")
    weight: Printed | None = Field(None, description="分值")
    scores: list[Printed] = Field([], description="得分；分几行计分的有多个")
    is_blank: bool = Field(False, description="得分格为空")
    children: list[ScoreItemRecord] = Field([], description="下级指标")


class ScoreSheetRecord(Model):
    """A score sheet with its total and the total of its weights."""

    table: int = Field(description="第几张表")
    title: str = Field("", description="表名")
    scope: str = Field(description="范围：department 部门、office 本级、project 项目、attachment 附件")
    scope_name: str = Field("", description="范围的名称，如项目名")
    items: list[ScoreItemRecord] = Field([], description="一级指标")
    total: Printed | None = Field(None, description="得分合计")
    total_weight: Printed | None = Field(None, description="分值合计")


class GoalLineRecord(Model):
    """One source or kind of spending; amounts by basis: initial, budget, execution, arrived."""

    label: str = Field(description="资金来源或支出类别")
    concept: str = Field("", description="归一后的名称")
    amounts: dict[str, Printed] = Field(
        {}, description="年初预算 initial、全年预算 budget、执行 execution、到位 arrived"
    )
    rate: Printed | None = Field(None, description="执行率")


class TargetRecord(Model):
    """One indicator with target and result as printed."""

    labels: list[str] = Field(description="各级指标名称")
    target: str = Field(description="年度指标值")
    result: str = Field(description="实际完成值")
    demand: str = Field("", description="at_least 不低于、at_most 不高于、equal 等于；空为未写明")
    score: Printed | None = Field(None, description="得分")
    weight: Printed | None = Field(None, description="分值")
    deviation: str = Field("", description="偏差原因")


class GoalFormRecord(Model):
    """A goal form: its money by block, its targets."""

    table: int = Field(description="第几张表")
    title: str = Field("", description="表名")
    scope: str = Field(description="范围：department 部门、office 本级、project 项目、attachment 附件")
    scope_name: str = Field("", description="范围的名称，如项目名")
    blocks: list[list[GoalLineRecord]] = Field([], description="资金部分，每个小表一组")
    targets: list[TargetRecord] = Field([], description="绩效指标")


def record_sheet(sheet: Sheet) -> ScoreSheetRecord:
    """A score sheet as published: the tree of its indicators with weights and scores as strings, and its totals."""
    table = sheet.form.table
    return ScoreSheetRecord(
        table=table.number,
        title=table.title,
        scope=str(table.scope.kind),
        scope_name=table.scope.name,
        items=[_item(item) for item in sheet.top],
        total=_printed(sheet.total),
        total_weight=_printed(sheet.total_weight),
    )


def record_form(form: GoalForm) -> GoalFormRecord:
    """A goal form as published: amounts by row and fund of each money part, targets beside their results."""
    table = form.form.table
    return GoalFormRecord(
        table=table.number,
        title=table.title,
        scope=str(table.scope.kind),
        scope_name=table.scope.name,
        blocks=[[_line(line) for line in block.lines] for block in form.blocks],
        targets=[_target(row) for row in form.targets],
    )


def _item(item: Item) -> ScoreItemRecord:
    return ScoreItemRecord(
        name=item.name,
        level=item.level + 1,
        weight=_printed(item.weight),
        scores=[printed for figure in item.scores if (printed := _printed(figure))],
        is_blank=item.blank and not item.scores,
        children=[_item(child) for child in item.children],
    )


def _line(line: Line) -> GoalLineRecord:
    return GoalLineRecord(
        label=line.label,
        concept=line.item.concept if line.item else "",
        amounts={basis: printed for basis, figure in line.amounts.items() if (printed := _printed(figure))},
        rate=_printed(line.rate),
    )


def _target(row: TargetRow) -> TargetRecord:
    return TargetRecord(
        labels=list(row.labels),
        target=row.target_text,
        result=row.result_text,
        demand=row.demand or "",
        score=_printed(row.score),
        weight=_printed(row.weight),
        deviation=row.deviation,
    )


def _printed(figure: Figure | None) -> Printed | None:
    if figure is None:
        return None
    quantity, at = figure.quantity, figure.location
    return Printed(
        text=quantity.text,
        value=f"{quantity.value:f}",
        unit=quantity.unit,
        value_wan=_in_wan(quantity),
        page=at.page,
        line=at.line,
        row=at.row,
        column=at.column,
    )


def _in_wan(quantity: Quantity) -> str | None:
    if not quantity.is_money or quantity.yuan is None:
        return None
    text = f"{quantity.yuan / WAN:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
