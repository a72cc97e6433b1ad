"""The READMEs show what the commands print. After a change that is meant: UPDATE_README=1 pytest tests/test_cli_readme.py"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
BLOCK = re.compile(r"<!-- command: (?P<command>[^\n]+) -->\n```console\n(?P<shown>.*?)```\n", re.S)
SHELL = re.compile(r"```sh\n(?P<line>[^\n]+)\n```")


def printed(command: str) -> str:
    line = command.replace("gouji ", f"{sys.executable} -m gouji ", 1)
    run = subprocess.run(line, shell=True, cwd=ROOT, capture_output=True, text=True)
    assert run.stderr == ""
    return f"$ {command}\n{run.stdout}"


@pytest.mark.parametrize("name", READMES)
def test_readme_shows_what_the_commands_print(name: str) -> None:
    file = ROOT / name
    text = file.read_text(encoding="utf-8")
    fresh = BLOCK.sub(
        lambda m: f"<!-- command: {m['command']} -->\n```console\n{printed(m['command'])}```\n",
        text,
    )
    if os.environ.get("UPDATE_README"):
        file.write_text(fresh, encoding="utf-8")
    assert len(BLOCK.findall(text)) == 3
    assert fresh == text or os.environ.get("UPDATE_README")


def test_both_readmes_have_the_same_two_commands_and_they_name_real_things() -> None:
    commands = [SHELL.findall((ROOT / name).read_text(encoding="utf-8"))[:2] for name in READMES]
    assert commands[0] == commands[1]
    install, test = commands[0]
    assert "pip install -q . &&" in install
    sample = install.split()[-1]
    assert (ROOT / sample).is_file()
    assert "-e '.[dev]'" in test


@pytest.mark.parametrize("name", [*READMES, "docs/output.md", "docs/bulk.md", "docs/data.md", "docs/glossary.md"])
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert ((ROOT / name).parent / link).exists(), link


def test_the_documented_options_exist() -> None:
    from click.testing import CliRunner

    from gouji.cli import COMMANDS, group

    helps = {c: CliRunner().invoke(group, [c, "--help"]).output for c in COMMANDS}
    everything = "\n".join(helps.values())
    for name in (*READMES, "docs/output.md", "docs/bulk.md", "docs/data.md"):
        text = re.sub(r"`?python -m benchmarks.*", "", (ROOT / name).read_text(encoding="utf-8"))  # options of its own
        for option in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - {"--help"}:
            assert option in everything, f"{name}: {option}"
        for command in set(re.findall(r"\bgouji ([a-z]+)\b", text)) & set(COMMANDS):
            assert command in helps
