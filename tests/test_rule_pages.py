"""Every rule has a page a person can read, and docs/rules is what the rules say today."""

from pathlib import Path

import pytest

from checks.pages import INDEX, pages
from checks.registry import CHECKS, load_checks

RULES = Path(__file__).parents[1] / "docs" / "rules"
FIELDS = ("必须成立", "为什么重要", "何时不适用")

load_checks()


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_a_rule_tells_in_chinese_what_must_hold_why_and_when_not(code: str) -> None:
    said = CHECKS[code].run.__doc__ or ""
    assert not [field for field in FIELDS if field not in said]
    assert not said[0].isascii() or said[0] in "“（", said[:40]


def test_docs_rules_are_fresh() -> None:
    made = pages()
    written = {file.name: file.read_text(encoding="utf-8") for file in RULES.glob("*.md")}
    stale = [name for name in made if written.get(name) != made[name]]
    assert stale == [] and set(written) == set(made), "run python -m checks.pages docs/rules"


def test_the_index_links_every_page() -> None:
    made = pages()
    assert all(f"]({name})" in made[INDEX] for name in made if name != INDEX)
