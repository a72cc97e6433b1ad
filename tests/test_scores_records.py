"""The published records of score sheets and goal forms."""

from __future__ import annotations

import json

import jsonschema

from extractor.evaluation.record import GoalFormRecord, ScoreSheetRecord, record_form, record_sheet
from tests.score_forms import project, read, table
from tests.test_goals_forms import NATIONAL
from tests.test_scores_sheet import RIGHT


def test_a_score_sheet_becomes_a_tree() -> None:
    record = record_sheet(read(table(RIGHT)).sheets[0])
    first = record.items[0]
    assert (first.name, first.weight and first.weight.value, first.level) == ("投入", "40", 1)
    assert [c.name for c in first.children] == ["目标", "配置"]
    assert [s.value for s in first.children[0].children[1].scores] == ["4.5"]
    assert record.total and record.total.value == "97.5"
    jsonschema.validate(json.loads(record.model_dump_json()), ScoreSheetRecord.model_json_schema())


def test_a_goal_form_keeps_money_and_targets() -> None:
    record = record_form(read(table(NATIONAL, "项目支出绩效自评表", project("乡村便桥修缮项目"))).forms[0])
    assert record.scope_name == "乡村便桥修缮项目"
    whole = record.blocks[0][0]
    assert (whole.concept, whole.amounts["budget"].text, whole.amounts["budget"].unit) == ("合计", "90.00", "万元")
    assert [(t.labels[-1], t.demand, t.result) for t in record.targets][:2] == [
        ("修缮便桥", "at_least", "13座"),
        ("投诉次数", "at_most", "2次"),
    ]
    jsonschema.validate(json.loads(record.model_dump_json()), GoalFormRecord.model_json_schema())
