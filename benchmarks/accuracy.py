"""How often is gouji right? Planted faults and clean reports, by kind of fault, format and style.

    python -m benchmarks.accuracy --reports 70 --faults 360 --formats txt,pdf --json results/accuracy.json

gouji is run as anyone runs it, by its command and its public JSON. Styles the grammar's authors never looked at are told apart.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from benchmarks.accuracy_cases import Case, clean_cases, faulty_cases
from benchmarks.accuracy_score import Document, Tally, hits, score_clean, score_fault
from corpus.faults import KINDS
from corpus.render import RENDERERS, render

SHARED = Path(__file__).parents[2] / "shared"


def check(folder: Path) -> dict[str, Document]:
    """One run of the command over a folder: documents by file name."""
    command = [sys.executable, "-m", "gouji", "check", "--no-store", "--format", "json", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        report = json.loads(run.stdout)
    except json.JSONDecodeError as error:
        near = run.stdout[max(0, error.pos - 200) : error.pos + 200]
        raise click.ClickException(f"gouji gave no JSON: {error} near {near!r}; {run.stderr[-400:]}") from error
    return {Path(d["path"]).name: d for d in report["documents"]}


def measure(clean: list[Case], faulty: list[Case], formats: list[str], *, keep: Path | None = None) -> dict[str, Any]:
    """Everything measured, as plain data."""
    clean_tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    fault_tallies: dict[tuple[str, str, str], Tally] = defaultdict(Tally)
    reasons: Counter[str] = Counter()
    details: list[dict[str, Any]] = []
    for form in formats:
        with tempfile.TemporaryDirectory() as temporary:
            folder = (keep / form) if keep else Path(temporary)
            folder.mkdir(parents=True, exist_ok=True)
            names = {id(case): render(case.report, folder, form).name for case in [*clean, *faulty]}
            documents = check(folder)
        by_name = {case.clean: documents[names[id(case)]] for case in clean}
        for case in clean:
            document = documents[names[id(case)]]
            clean_tallies[form, _side(case)].add(**score_clean(case, document))
            reasons.update({u["reason"]: u["count"] for u in document["ledger"]["undetermined"]})
            details += [_false_alarm(form, case, f) for f in document["findings"] if f["severity"] != "info"]
        for case in faulty:
            assert case.fault is not None
            scored = score_fault(case, documents[names[id(case)]], by_name[case.clean])
            fault_tallies[form, _side(case), case.fault.kind].add(**scored)
            if scored.get("planted") and not scored["found"]:
                details.append({"what": "missed", **_planted(form, case)})
            if scored.get("cause_asked", 0) > scored.get("cause_right", 0):
                first = hits(case.fault, documents[names[id(case)]], by_name[case.clean])[0]
                told = {k: first.get(k) for k in ("code", "message", "cause")}
                details.append({"what": "other cause", **_planted(form, case), **told})
            if scored["errors"] > scored["errors_true"]:
                details.append({"what": "stray error", "format": form, "report": case.report.name, "from": case.clean})
    return {
        "clean": [{"format": f, "styles": s, **t.counts} for (f, s), t in clean_tallies.items()],
        "faults": [{"format": f, "styles": s, "kind": k, **t.counts} for (f, s, k), t in fault_tallies.items()],
        "undetermined": dict(reasons.most_common()),
        "details": details,
    }


def _planted(form: str, case: Case) -> dict[str, Any]:
    assert case.fault is not None
    report = case.report
    return {"format": form, "style": report.style, "report": report.name, "from": case.clean, **asdict(case.fault)}


def _side(case: Case) -> str:
    return "seen" if case.report.seen else "unseen"


def _false_alarm(form: str, case: Case, finding: dict[str, Any]) -> dict[str, Any]:
    keys = ("code", "severity", "message", "equation")
    return {"what": "false alarm", "format": form, "report": case.report.name, **{k: finding.get(k) for k in keys}}


def total(rows: list[dict[str, Any]], **wanted: str) -> Tally:
    """The counts of all rows that match, added up."""
    tally = Tally()
    for row in rows:
        if all(row[k] == v for k, v in wanted.items()):
            tally.add(**{k: v for k, v in row.items() if isinstance(v, int)})
    return tally


def percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f} %"


def summary(result: dict[str, Any], formats: list[str]) -> str:
    """The table of the README, in Markdown."""
    lines = [
        "| clean reports | reports | unread | errors | warnings | reports with an error | numbers in an equation |",
        "|---|---|---|---|---|---|---|",
    ]
    for form in formats:
        for side in ("seen", "unseen"):
            t = total(result["clean"], format=form, styles=side)
            c = t.counts
            lines.append(
                f"| {form}, {side} styles | {c['reports']} | {c['failed']} | {c['errors']} | {c['warnings']} | {c['with_errors']} | {percent(t.share('numbers_checked', 'numbers'))} |"
            )
    lines += [
        "",
        "| planted faults | " + " | ".join(f"{f} found | {f} cause" for f in formats) + " |",
        "|---|" + "---|" * (2 * len(formats)),
    ]
    rows: list[tuple[str, dict[str, str]]] = [("all", {})]
    rows += [(f"{side} styles", {"styles": side}) for side in ("seen", "unseen")]
    rows += [(kind, {"kind": kind}) for kind in KINDS]
    for name, wanted in rows:
        lines.append(
            f"| {name} | "
            + " | ".join(_fault_cells(total(result["faults"], format=f, **wanted)) for f in formats)
            + " |"
        )
    for form in formats:
        t = total(result["faults"], format=form)
        lines.append(
            f"\n{form}: of new errors {percent(t.share('errors_true', 'errors'))} true, of errors and warnings {percent(t.share('loud_true', 'loud'))}; "
            f"{t.counts['hidden']} faults no relation can reveal, {t.counts['hidden_found']} of them found all the same"
        )
    return "\n".join(lines)


HEADING = """# How often gouji is right

Reports of `corpus/`, whose truth is known, checked by the command and scored from its JSON ({corpus}). Styles called
unseen were never looked at by those who write `patterns/` and the grammar. *found*: a finding that the clean report does
not have carries the planted number. *cause*: the likeliest cause, or one of those told as equally likely, gives back what
was there before. This file is the output of

    {command}
"""


def markdown(result: dict[str, Any], formats: list[str], command: str) -> str:
    """The whole of docs/accuracy.md."""
    alarms = Counter((d["format"], d["code"], d["severity"]) for d in result["details"] if d["what"] == "false alarm")
    told = [f"- {form}: {code}, {severity}, {count}" for (form, code, severity), count in sorted(alarms.items())]
    parts = [
        HEADING.format(corpus="docs/corpus.md", command=command),
        summary(result, formats) + "\n",
        "Findings on clean reports, all false:\n",
        "\n".join(told) or "none",
    ]
    return "\n".join(parts) + "\n"


def _fault_cells(t: Tally) -> str:
    if not t.counts["planted"]:
        return "- | -"
    return f"{percent(t.share('found', 'planted'))} of {t.counts['planted']} | {percent(t.share('cause_right', 'cause_asked'))}"


def real_material() -> dict[str, str]:
    """What the scorer of real reports says, where that material lies beside the checkout."""
    scorer = SHARED / "measure.py"
    if not scorer.is_file():
        return {}
    environment = os.environ | {"GOUJI": str(Path(sys.executable).with_name("gouji"))}
    out = {}
    for what in (["known"], ["passages", "odd"]):
        run = subprocess.run(
            [sys.executable, str(scorer), *what], capture_output=True, text=True, check=False, env=environment
        )
        out[what[0]] = run.stdout.strip() or run.stderr.strip()[-300:]
    return out


@click.command()
@click.option("--reports", default=70, show_default=True, help="Clean reports.")
@click.option("--faults", default=360, show_default=True, help="Planted faults, kinds in turn.")
@click.option("--formats", default="txt,pdf", show_default=True, help=f"Of {','.join(RENDERERS)}.")
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--json", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write everything measured, with each miss."
)
@click.option(
    "--markdown", "page", type=click.Path(dir_okay=False, path_type=Path), help="Write the tables as a page of docs."
)
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Keep the files that were checked.")
@click.option("--real/--no-real", default=True, show_default=True, help="Report the real material too, where present.")
def main(
    reports: int,
    faults: int,
    formats: str,
    seed: int,
    out: Path | None,
    page: Path | None,
    keep: Path | None,
    real: bool,
) -> None:
    """Measure how often gouji is right."""
    forms = formats.split(",")
    if unknown := set(forms) - set(RENDERERS):
        raise click.BadParameter(f"no such format: {', '.join(sorted(unknown))}")
    clean = clean_cases(reports, seed)
    result = measure(clean, faulty_cases(clean, faults, seed), forms, keep=keep)
    print(summary(result, forms))
    print("\nundetermined:", ", ".join(f"{k} {v}" for k, v in result["undetermined"].items()) or "-")
    if real:
        result["real"] = real_material()
        for what, text in result["real"].items():
            print(f"\nreal {what}: {text}")
    if page:
        given = f"--reports {reports} --faults {faults} --formats {formats} --seed {seed} --markdown {page}"
        page.write_text(markdown(result, forms, f"python -m benchmarks.accuracy {given}"), encoding="utf-8")
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
