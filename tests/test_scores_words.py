"""The vocabulary of self-evaluation: every example of patterns/scores.yaml means what its entry says."""

from __future__ import annotations

import pytest
import regex

from extractor.evaluation.words import entries, read_goal_item, read_head, read_label, words
from extractor.numbers import squeeze


def examples(key: str, field: str) -> list[tuple[str, str]]:
    return [(text, entry[field]) for entry, _ in entries(key) for text in entry["examples"]]


@pytest.mark.parametrize(("text", "role"), examples("heads", "role"))
def test_heads(text: str, role: str) -> None:
    head = read_head(text)
    assert head and head.role == role


@pytest.mark.parametrize(("text", "concept"), examples("goal_items", "concept"))
def test_goal_items(text: str, concept: str) -> None:
    item = read_goal_item(text)
    assert item and item.concept == concept


@pytest.mark.parametrize("key", ["narrative", "department"])
def test_narrative(key: str) -> None:
    for entry, _ in entries(key):
        for text in entry["examples"]:
            first = next(e for e, match in entries(key) if match.fullmatch(squeeze(text)))
            assert first is entry, text


@pytest.mark.parametrize("key", ["score_rules", "bands"])
def test_rules_and_bands(key: str) -> None:
    for entry, match in entries(key):
        assert all(match.search(squeeze(text)) for text in entry["examples"])


def test_roles_in_text() -> None:
    roles = words()["text"]["roles"]
    for entry in roles:
        for text in entry["examples"]:
            first = next(e for e in roles if regex.search(f"(?:{e['match']})$", squeeze(text)))
            assert first["role"] == entry["role"], text


@pytest.mark.parametrize(
    ("text", "name", "weight"),
    [
        ("投入\n（25\n分）", "投入", "25"),
        ("产 出（30分）", "产出", "30"),
        ("制度执行有效性（6分)", "制度执行有效性", "6"),
        ("效果30分", "效果", "30"),
        ("立项（12.5）", "立项", "12.5"),
        ("可持续影响", "可持续影响", ""),
        ("国土空间规划（2019-2035）", "国土空间规划(2019-2035)", ""),
    ],
)
def test_labels_with_weights(text: str, name: str, weight: str) -> None:
    found = read_label(text)
    assert (found.name, found.weight) == (name, weight)


@pytest.mark.parametrize(
    "text", ["预算执行（20分）", "预算完成率（4分）", "2080501", "", "总成本", "完成", "设备购置数量", "群众满意度"]
)
def test_rows_are_no_heads(text: str) -> None:
    assert read_head(text) is None
