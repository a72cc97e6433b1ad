"""Settings in a file, settings by path, and findings a person has accepted."""

from pathlib import Path

import pytest
from test_cli import RIGHT, WRONG, apart, gouji, write

__all__ = ["apart"]

SETTINGS = [
    ('ignore = ["SHR"]', 0),
    ('select = ["SUM"]', 0),
    ('severities = {SHR101 = "warning"}', 0),
    ('severities = {SHR101 = "warning"}\nfail-on = "warning"', 1),
    ('severity = "error"\nseverities = {SHR = "info"}', 0),
    ('[[paths]]\nmatch = "旧/*"\nignore = ["SHR"]', 1),
    ('[[paths]]\nmatch = "*.txt"\nignore = ["SHR"]', 0),
]


@pytest.mark.parametrize(("settings", "status"), SETTINGS, ids=[s[0] for s in SETTINGS])
def test_settings_of_gouji_toml(settings: str, status: int) -> None:
    write("gouji.toml", settings)
    assert gouji("check", write("新/wrong.txt", WRONG)).exit_code == status


def test_pyproject_serves_too_and_the_command_line_wins() -> None:
    write("pyproject.toml", '[tool.gouji]\nignore = ["SHR"]\nlang = "en"\n')
    file = write("wrong.txt", WRONG)
    assert gouji("check", file).exit_code == 0
    assert "已核对" in gouji("check", file, "--lang", "zh").stdout


WRONG_SETTINGS = [
    ("severity = 3", "severity"),
    ('ignor = ["SHR"]', "ignor"),
    ('ignore = ["NONSENSE"]', "NONSENSE"),
    ("ignore = [", "gouji.toml"),
    ('[[paths]]\nignore = ["SHR"]', "match"),
]


@pytest.mark.parametrize(("settings", "named"), WRONG_SETTINGS, ids=[s[0] for s in WRONG_SETTINGS])
def test_wrong_settings_are_named_with_their_file(settings: str, named: str) -> None:
    write("gouji.toml", settings)
    result = gouji("check", write("right.txt", RIGHT))
    assert result.exit_code == 2
    assert "gouji.toml" in result.stderr
    assert named in result.stderr
    assert "Traceback" not in result.stderr


def test_an_accepted_finding_is_not_told_again_and_the_report_says_so() -> None:
    file = write("wrong.txt", WRONG)
    assert gouji("accept", file, 1, "--reason", "按四舍五入口径").exit_code == 0
    assert "按四舍五入口径" in Path("wrong.txt.accepted.yaml").read_text(encoding="utf-8")
    result = gouji("check", file)
    assert result.exit_code == 0
    assert "已确认无误而不再提示：1条" in result.stdout


def test_acceptance_survives_an_edit_elsewhere_but_not_another_amount() -> None:
    file = write("wrong.txt", WRONG)
    gouji("accept", file, "--code", "SHR")
    write("wrong.txt", WRONG.replace("一、支出", "一、概况\n\n本局在职人员12人。\n\n二、支出"))
    assert gouji("check", file).exit_code == 0
    write("wrong.txt", WRONG.replace("占41.00%", "占42.00%"))
    assert gouji("check", file).exit_code == 1


def test_accepting_wants_something_that_is_there() -> None:
    file = write("wrong.txt", WRONG)
    assert gouji("accept", file).exit_code == 2
    assert gouji("accept", file, 7).exit_code == 2
    assert gouji("accept", "none.txt", 1).exit_code == 2


def test_a_broken_acceptance_file_is_told_and_hides_nothing() -> None:
    file = write("wrong.txt", WRONG)
    write("wrong.txt.accepted.yaml", "{not: a list")
    result = gouji("check", file)
    assert result.exit_code == 1
    assert "wrong.txt.accepted.yaml" in result.stderr
