"""The generated samples kept in the repository: `python -m corpus.fixed` writes them anew into corpus/samples."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import NamedTuple

from corpus.composers import compose
from corpus.faults import plant_several
from corpus.record import write_truth
from corpus.render import RENDERERS
from corpus.style import styles

FOLDER = Path(__file__).parent / "samples"


class Sample(NamedTuple):
    name: str
    kind: str
    style: str
    seed: int
    size: int
    form: str
    faults: tuple[str, ...] = ()


SAMPLES = (
    Sample("note_shuxi", "three_public_note", "shuxi", 3, 1, "txt"),
    Sample("note_jiangnan_faulty", "three_public_note", "jiangnan", 4, 1, "txt", ("wrong_whole", "decimal_moved")),
    Sample("accounts_donghai", "final_accounts", "donghai", 5, 1, "pdf"),
    Sample("accounts_beiyuan_faulty", "final_accounts", "beiyuan", 6, 1, "docx", ("wrong_total", "wrong_base")),
    Sample("accounts_guanzhong_faulty", "final_accounts", "guanzhong", 7, 1, "html", ("digit_swap", "missing_row")),
    Sample("accounts_lingnan", "final_accounts", "lingnan", 8, 1, "txt"),
    Sample("whole_shuxi_faulty", "whole_evaluation", "shuxi", 9, 1, "txt", ("wrong_total", "copied_rate")),
    Sample("whole_donghai", "whole_evaluation", "donghai", 10, 1, "md.txt"),
    Sample("project_hexi", "project_evaluation", "hexi", 11, 1, "txt"),
    Sample("project_beiyuan_faulty", "project_evaluation", "beiyuan", 12, 1, "md.txt", ("digit_change",)),
    Sample("budget_lingnan_faulty", "budget", "lingnan", 13, 1, "xlsx", ("digit_lost", "direction_word")),
    Sample("budget_guanzhong", "budget", "guanzhong", 14, 1, "txt"),
)


def write(sample: Sample, folder: Path) -> Path:
    """One sample with its truth beside it."""
    report = compose(sample.kind, styles()[sample.style], sample.seed, size=sample.size)
    planted = plant_several(report, list(sample.faults), Random(sample.name))
    path = folder / f"{sample.name}.{sample.form}"
    RENDERERS[sample.form](planted.report, path)
    write_truth(report, folder / f"{sample.name}.json", planted.faults, full=False)
    return path


if __name__ == "__main__":
    for each in SAMPLES:
        write(each, FOLDER)
