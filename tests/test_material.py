"""The real material beside the checkout, scored as its own judge scores it: by the public JSON of the command."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def judge(shared: Path) -> Iterator[ModuleType]:
    """The scorer that lies beside the material, set to run the command of this environment."""
    command = shutil.which("gouji", path=str(Path(sys.executable).parent)) or shutil.which("gouji")
    if command is None:
        pytest.skip("the gouji command is not installed")
    spec = importlib.util.spec_from_file_location("material_judge", shared / "measure.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    patch = pytest.MonkeyPatch()
    patch.setenv("GOUJI", command)
    yield module
    patch.undo()


def test_what_is_known_to_be_wrong_is_found_and_what_is_right_is_left_alone(judge: ModuleType, shared: Path) -> None:
    spec = json.loads((shared / "gold" / "known.json").read_text(encoding="utf-8"))
    _, missed, wrong = judge.known(spec, shared)
    assert (missed, wrong) == ([], [])


def test_passages_reach_their_marks(judge: ModuleType, shared: Path) -> None:
    lines = (shared / "passages" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    total, hit, missed = judge.passages([json.loads(line) for line in lines])
    assert hit["right"] == 0, f"called an error though right: {missed['right']}"
    assert hit["bad"] >= 0.95 * total["bad"], f"real slips missed: {missed['bad']}"
    assert hit["planted"] >= 0.90 * total["planted"], f"planted faults missed: {missed['planted']}"
    assert hit["warned"] <= 0.03 * total["warned"], f"given a warning though right: {missed['warned']}"
