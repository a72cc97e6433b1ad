"""A small run of the accuracy benchmark. The thresholds are what has been reached: they may rise, never fall."""

import json
import subprocess
import sys
from typing import Any

import pytest

from benchmarks.accuracy import measure, total
from benchmarks.accuracy_cases import clean_cases, faulty_cases
from benchmarks.accuracy_score import carries, names_the_truth, signature
from corpus.faults import Fault
from corpus.fixed import FOLDER

REPORTS, FAULTS = 21, 54
FORMATS = ["txt", "pdf"]

THRESHOLDS = {
    # format: (most errors and warnings on the clean reports, least share of faults found, of true causes among them)
    "txt": (0, 0.98, 1.0),
    "pdf": (0, 0.98, 1.0),
}


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    clean = clean_cases(REPORTS, seed=1, sizes=(1,))
    return measure(clean, faulty_cases(clean, FAULTS, seed=1), FORMATS)


@pytest.mark.parametrize("form", FORMATS)
def test_clean_reports_bring_no_errors_and_no_warnings(result: dict[str, Any], form: str) -> None:
    counts = total(result["clean"], format=form).counts
    assert counts["reports"] == REPORTS and counts["failed"] == 0
    assert counts["errors"] + counts["warnings"] <= THRESHOLDS[form][0]


@pytest.mark.parametrize("form", FORMATS)
def test_planted_faults_are_found(result: dict[str, Any], form: str) -> None:
    assert (total(result["faults"], format=form).share("found", "planted") or 0) >= THRESHOLDS[form][1]


@pytest.mark.parametrize("form", FORMATS)
def test_causes_give_back_what_was_there(result: dict[str, Any], form: str) -> None:
    assert (total(result["faults"], format=form).share("cause_right", "cause_asked") or 0) >= THRESHOLDS[form][2]


def test_the_first_sample_shows_its_six_slips() -> None:
    sample = FOLDER / "qingshan_2023.txt"
    truth = json.loads(sample.with_suffix(".json").read_text(encoding="utf-8"))
    command = [sys.executable, "-m", "gouji", "check", "--no-store", "--format", "json", str(sample)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    findings = json.loads(run.stdout)["documents"][0]["findings"]
    missed = [f["new"] for f in truth["faults"] if not any(carries(x, sample_fault(f)) for x in findings)]
    assert not missed


def sample_fault(truth: dict[str, Any]) -> Fault:
    marks = () if truth["kind"] == "template_residue" else (truth["new"],)
    new = "增加/减少" if truth["kind"] == "template_residue" else truth["new"]
    return Fault(truth["kind"], truth["place"], truth["old"], new, "", (), True, marks)


def finding(**given: object) -> dict[str, Any]:
    return {"code": "SUM101", "stated": {"text": "98.86"}, "equation": "4.4 + 94.46 = 98.86", "evidence": [], **given}


FAULT = Fault("digit_change", {}, "98.26", "98.86", "", (), True, ("98.86",))


def test_a_finding_is_known_by_the_figures_it_carries() -> None:
    assert carries(finding(), FAULT)
    assert not carries(finding(stated={"text": "7.1"}, equation=""), FAULT)


def test_a_cause_must_give_the_true_number() -> None:
    assert names_the_truth(finding(cause={"from": "98.86", "to": "98.26"}), FAULT)
    assert not names_the_truth(finding(cause=None), FAULT)


def test_a_unit_is_given_back_by_its_name() -> None:
    fault = Fault("wrong_unit", {}, "12.5万元", "12.5元", "", (), True, ("12.5",))
    assert names_the_truth(finding(cause={"text": "单位应为万元"}), fault)
    assert not names_the_truth(finding(cause={"text": "多写一位"}), fault)


def test_a_cause_may_give_more_places_than_were_printed() -> None:
    fault = Fault("fraction_as_rate", {}, "108.6", "1.09", "", (), True, ("1.09",))
    assert names_the_truth(finding(cause={"to": "108.57"}), fault)
    assert not names_the_truth(finding(cause={"to": "108.52"}), fault)


def test_the_same_finding_on_another_line_is_not_new() -> None:
    here, there = finding(evidence=[{"location": {"line": 3}}]), finding(evidence=[{"location": {"line": 4}}])
    assert signature(here) == signature(there)
