"""The command as people use it: what it prints where, and its exit status."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gouji.cli import group

SAMPLE = Path(__file__).parents[1] / "corpus" / "samples" / "qingshan_2023.txt"
RIGHT = "安平县民政局2023年度部门决算\n\n一、支出决算情况\n\n本年支出合计100.00万元，其中：基本支出60.00万元，占60.00%；项目支出40.00万元，占40.00%。\n"
WRONG = RIGHT.replace("占40.00%", "占41.00%")


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOUJI_STORE", str(tmp_path / "kept" / "results.sqlite"))


def gouji(*arguments: object) -> Result:
    return CliRunner().invoke(group, [str(a) for a in arguments], catch_exceptions=False)


def write(name: str, text: str | bytes) -> Path:
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_text_report_names_place_numbers_and_cause() -> None:
    result = gouji("check", SAMPLE)
    assert result.exit_code == 1
    assert "占本年支出合计5376.39万元的比重应为72.26%，原文写作76.10%，相差3.84个百分点" in result.stdout
    assert "第36行" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("共1份报告：错误")
    assert "\x1b" not in result.stdout
    assert result.stderr == ""


def test_a_right_report_is_clean_and_says_how_much_was_checked() -> None:
    result = gouji("check", write("right.txt", RIGHT))
    assert result.exit_code == 0
    assert "没有发现对不上的数字" in result.stdout
    assert "数字5个，已核对5个（100%）" in result.stdout


def test_json_is_version_1_in_input_order() -> None:
    result = gouji("check", write("b.txt", WRONG), write("a.txt", RIGHT), "--format", "json")
    content = json.loads(result.stdout)
    assert list(content) == ["version", "tool", "documents", "summary"]
    assert content["version"] == 1
    assert [d["path"] for d in content["documents"]] == ["b.txt", "a.txt"]
    assert content["summary"] == {"documents": 2, "failed": 0, "errors": 1, "warnings": 0, "infos": 0}
    finding = content["documents"][0]["findings"][0]
    assert list(finding) == (
        ["code", "severity", "title", "message", "stated", "recomputed", "difference", "equation", "evidence", "cause"]
    )
    assert finding["stated"] == {"text": "41.00%", "value": "41.00", "unit": "%"}
    assert finding["recomputed"]["value"] == "40.00"
    assert finding["difference"] == "1.00"
    assert set(finding["evidence"][0]) == {"quote", "value", "unit", "label", "location"}
    assert set(finding["evidence"][0]["location"]) == (
        {"page", "line", "section", "table", "row", "column", "paragraph", "sheet", "cell"}
    )


UNREADABLE = [
    ("empty.txt", b"", "没有内容"),
    ("binary.txt", bytes(range(256)) * 40, "不是文本文件"),
    ("broken.pdf", b"%PDF-1.7 nothing more", ""),
    ("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "图片"),
]


@pytest.mark.parametrize(("name", "content", "reason"), UNREADABLE, ids=[u[0] for u in UNREADABLE])
def test_an_unreadable_file_is_one_line_and_the_others_go_on(name: str, content: bytes, reason: str) -> None:
    bad, good = write(name, content), write("good.txt", WRONG)
    result = gouji("check", bad, good)
    lines = [line for line in result.stdout.splitlines() if name in line]
    assert len(lines) == 1
    assert "无法读取" in lines[0]
    assert reason in lines[0]
    assert "41.00%" in result.stdout
    assert result.exit_code == 2


def test_failures_go_to_stderr_where_stdout_is_for_programs() -> None:
    result = gouji("check", "none.txt", "--format", "json")
    assert json.loads(result.stdout)["documents"][0]["status"] == "failed"
    assert result.stderr.count("\n") == 1
    assert "none.txt" in result.stderr
    assert "找不到" in result.stderr
    assert result.exit_code == 2


def test_folders_globs_and_lists_give_each_report_once(tmp_path: Path) -> None:
    for name in ("所/2.txt", "所/1.md", "所/深/3.txt", "所/.hidden.txt", "所/note.py"):
        write(name, RIGHT)
    write("list.txt", "# 名单\n所/2.txt\n\n所/深/3.txt\n")
    result = gouji("check", "所", "所/*.txt", "--from", "list.txt", "--format", "jsonl")
    assert [json.loads(line)["path"] for line in result.stdout.splitlines()] == ["所/1.md", "所/2.txt", "所/深/3.txt"]


STATUS = [
    (["--fail-on", "never"], 0),
    (["--ignore", "SHR"], 0),
    (["--select", "SUM,CMP"], 0),
    (["--select", "shr101"], 1),
    (["--severity", "error"], 1),
    (["--select", "NONSENSE"], 2),
    (["--severity", "loud"], 2),
    (["--format", "xlsx"], 2),
    (["-o", "no/such/folder/x.json"], 2),
    (["--config", "none.toml"], 2),
]


@pytest.mark.parametrize(("options", "status"), STATUS, ids=[" ".join(s[0]) for s in STATUS])
def test_exit_status(options: list[str], status: int) -> None:
    result = gouji("check", write("wrong.txt", WRONG), *options)
    assert result.exit_code == status
    if status == 2:
        assert result.stdout == ""
        assert result.stderr


def test_nothing_named_is_wrong_usage() -> None:
    assert gouji("check").exit_code == 2
    Path("empty").mkdir()
    assert gouji("check", "empty").exit_code == 2


def test_output_file_by_its_ending_appears_only_when_whole() -> None:
    result = gouji("check", write("wrong.txt", WRONG), "-o", "out.json")
    assert result.stdout == ""
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["summary"]["errors"] == 1
    assert not list(Path().glob(".out*"))


def test_english() -> None:
    result = gouji("check", write("wrong.txt", WRONG), "--lang", "en")
    assert "stated 41.00%, off by 1.00 percentage points" in result.stdout


def test_rules_and_explain_cover_every_code() -> None:
    rules = json.loads(gouji("rules", "--format", "json").stdout)
    assert len(rules) == len(gouji("rules").stdout.splitlines())
    for rule in rules:
        page = gouji("explain", rule["code"])
        assert page.exit_code == 0
        assert rule["title"] in page.stdout
        assert rule["doc"].splitlines()[0] in page.stdout
    assert gouji("explain", "XYZ999").exit_code == 2


@pytest.mark.parametrize("what", ["check", "extract", "figure"])
def test_schemas_are_json_schema(what: str) -> None:
    import jsonschema

    schema = json.loads(gouji("schema", what).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)


def test_json_output_follows_its_schema() -> None:
    import jsonschema

    schema = json.loads(gouji("schema", "check").stdout)
    jsonschema.validate(json.loads(gouji("check", SAMPLE, "--format", "json").stdout), schema)
    schema = json.loads(gouji("schema", "extract").stdout)
    jsonschema.validate(json.loads(gouji("extract", SAMPLE, "--format", "json").stdout), schema)


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m gouji check {SAMPLE} | head -n 1"
    run = subprocess.run(command, shell=True, capture_output=True, text=True, env={**os.environ})
    assert "Traceback" not in run.stderr


def test_a_full_disk_is_one_line() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = f"{sys.executable} -m gouji check {SAMPLE} > /dev/full"
    run = subprocess.run(command, shell=True, capture_output=True, text=True, env={**os.environ})
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert run.stderr.strip()


def test_a_hostile_report_cannot_steer_the_terminal() -> None:
    text = WRONG.replace("项目支出", "项目\x1b]0;owned\x07\x1b[31m支出")
    result = gouji("check", write("hostile.txt", text))
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout


def test_an_archive_is_checked_member_by_member() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("深处.txt", WRONG)
    with zipfile.ZipFile("全县.zip", "w") as archive:
        archive.writestr("林业/决算.txt", WRONG)
        archive.writestr("民政.txt", RIGHT)
        archive.writestr("说明.exe", b"MZ")
        archive.writestr("更多.zip", inner.getvalue())
    result = gouji("check", "全县.zip", "--format", "json")
    documents = json.loads(result.stdout)["documents"]
    assert [d["path"] for d in documents] == [
        "全县.zip!林业/决算.txt",
        "全县.zip!民政.txt",
        "全县.zip!更多.zip/深处.txt",
    ]
    assert [len(d["findings"]) > 0 for d in documents] == [True, False, True]
    assert result.exit_code == 1
    assert gouji("check", write("bad.zip", b"PK\x03\x04 cut off")).exit_code == 2
