"""The kinds of report: which sections, sentences and forms follow one another. The words are the style's."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from corpus import tables
from corpus.book import Book
from corpus.facts import build, subject
from corpus.report import Report
from corpus.style import Style
from corpus.truth import Indicator, Project, Truth, data, draw, split
from corpus.writer import Writer

KINDS = ("final_accounts", "whole_evaluation", "project_evaluation", "three_public_note", "budget")


def compose(kind: str, style: Style, seed: int, *, size: int = 2) -> Report:
    """One report; the same arguments give the same report."""
    name = f"{kind}-{style.name}-{seed}-{size}"
    truth = draw(name, size=size, grain=style.grain)
    book = build(truth)
    w = Writer(style, book, Random(f"words {name}"), truth.organization.name, truth.year)
    _COMPOSERS[kind](w, truth, book, size)
    return w.report(name, kind, seed)


def _final_accounts(w: Writer, truth: Truth, book: Book, size: int) -> None:
    w.title("{org}{year}年度部门决算公开")
    w.heading("h.overview", 1)
    _overview(w, truth)
    thirteen = w.rng.random() < 0.5
    if w.style.words["tables_first"]:
        w.heading("h.tables", 1)
        _final_tables(w, truth, thirteen)
    w.heading("h.text", 1)
    _final_text(w, truth, book)
    if not w.style.words["tables_first"]:
        w.heading("h.tables", 1)
        _final_tables(w, truth, thirteen)
    if size >= 3:
        w.heading("h.terms", 1)
        for i, term in enumerate(data("terms"), 1):
            w.plain(f"{i}.{term}")
    if size >= 4:
        _attachments(w, truth, book, size)


def _overview(w: Writer, truth: Truth) -> None:
    w.heading("h.duties", 2)
    for i, duty in enumerate(truth.organization.duties, 1):
        w.plain(f"{i}.{duty}。")
    w.heading("h.units", 2)
    w.plain(f"{truth.organization.name}部门决算编制范围包括局本级和所属单位：{'、'.join(truth.organization.units)}。")


def _final_tables(w: Writer, truth: Truth, thirteen: bool) -> None:
    tables.balance(w, truth)
    tables.income(w, truth)
    tables.spending(w, truth)
    tables.fiscal(w, truth)
    tables.public(w, truth)
    if thirteen:
        tables.public_detail(w, truth)
        tables.public_projects(w, truth)
    tables.economic(w, truth)
    tables.three(w)
    tables.fund(w, truth)
    tables.state_capital(w, "soe")
    if thirteen:
        tables.state_capital(w, "soe_balance")
        tables.compare(
            w,
            w.form_title("income_change"),
            ["in.total", "spending", "fis.total", "gp"],
            ("上年决算数", "本年决算数"),
            "last.",
        )


def _used(book: Book, keys: list[str]) -> list[str]:
    return [k for k in keys if book.values.get(k)]


def _final_text(w: Writer, truth: Truth, book: Book) -> None:
    w.heading("h.total", 2)
    w.say("total")
    w.heading("h.income", 2)
    w.say("income", parts=_used(book, [f"in.{s}" for s in tables.SOURCES]))
    w.heading("h.spending", 2)
    w.say("spending", parts=_used(book, ["basic", "project"]))
    w.heading("h.fiscal", 2)
    w.say("fiscal")
    _public(w, truth, book)
    w.heading("h.basic", 2)
    w.say("basic")
    for key, groups in (("staff", ("301", "303")), ("office", ("302", "310"))):
        w.say(f"{key}_list", parts=[f"e.{c}" for c in truth.economic if c[:3] in groups])
    w.heading("h.three", 2)
    _three(w, book)
    w.heading("h.fund", 2)
    w.say("fund" if book.values["gf"] else "fund_none", parts=_fund_items(truth))
    w.heading("h.other", 2)
    _other(w, book)


def _public(w: Writer, truth: Truth, book: Book) -> None:
    w.heading("h.public", 2)
    lines = [x for x in truth.lines if x.fund == "gp"]
    w.heading("h.public_total", 3)
    w.say("public_total")
    w.heading("h.public_structure", 3)
    w.say("public_structure", parts=[f"gp.f.{c}" for c in sorted({x.code[:3] for x in lines})])
    w.heading("h.public_items", 3)
    w.say("public_budget")
    for i, x in enumerate(lines, 1):
        key, even = f"gp.f.{x.code}", x.spent == x.budget
        w.say("item_even" if even else "item", mark=f"{i}{w.style.words['item_mark']}", x=key, path=_path(x.code))


def _path(code: str) -> str:
    return f"{subject(code[:3])}（类）{subject(code[:5])}（款）{subject(code)}（项）"


def _fund_items(truth: Truth) -> list[str]:
    return [f"gf.f.{x.code}" for x in truth.lines if x.fund == "gf"]


def _three(w: Writer, book: Book) -> None:
    w.heading("h.three_total", 3)
    w.say("three_total")
    w.heading("h.three_items", 3)
    w.say("three_share", parts=["three.abroad", "three.car", "three.reception"])
    w.say("abroad" if book.values["three.abroad"] else "abroad_none", x="three.abroad")
    w.say("car", x="three.car")
    w.say("car_parts")
    w.say("reception", x="three.reception")


def _other(w: Writer, book: Book) -> None:
    w.heading("h.running", 3)
    w.say("running")
    w.heading("h.purchase", 3)
    w.say("purchase", parts=["purchase.goods", "purchase.works", "purchase.services"])
    w.heading("h.assets", 3)
    w.say("vehicles", parts=[f"vehicle.{i}" for i in range(4)])


def _whole_evaluation(w: Writer, truth: Truth, book: Book, size: int) -> None:
    w.title("{org}{year}年度部门整体支出绩效自评报告")
    w.heading("h.overview", w.top)
    w.plain("；".join(truth.organization.duties) + "。")
    w.say("people")
    w.heading("h.money", w.top)
    w.say("year_money")
    w.say("year_parts")
    tables.projects(w, truth)
    if size >= 3:
        _indicators(w, truth.sheet, "whole")
    w.heading("h.result", w.top)
    groups = list(dict.fromkeys(x.group for x in truth.sheet))
    w.say("score", prefix="whole", parts=[f"score.whole.{g}" for g in groups])
    w.heading("h.problems", w.top)
    w.say("problems")
    tables.score_sheet(w, truth.sheet, "whole", "score_whole")
    tables.goal(w)


def _project_evaluation(w: Writer, truth: Truth, book: Book, size: int) -> None:
    w.title("{org}{year}年度项目支出绩效自评报告")
    _project(w, truth, book, 0, size)


def _project(w: Writer, truth: Truth, book: Book, i: int, size: int) -> None:
    """One project: where its money came from, what it was spent on, how it scored."""
    project = truth.projects[i]
    prefix = f"project{i}"
    _costs(w, book, project, i)
    w.heading("h.project", w.top)
    w.say("project_name", x=f"p.{i}")
    w.heading("h.money", w.top)
    w.say("project_money", x=f"p.{i}", sources=_used(book, [f"source.{i}.{k}" for k in range(3)]))
    w.say("project_costs", x=f"p.{i}", parts=[f"cost.{i}.{k}" for k in range(3)])
    if size >= 3:
        _indicators(w, project.sheet, prefix)
    w.heading("h.result", w.top)
    groups = list(dict.fromkeys(x.group for x in project.sheet))
    w.say("score", prefix=prefix, parts=[f"score.{prefix}.{g}" for g in groups])
    w.heading("h.problems", w.top)
    w.say("problems")
    tables.score_sheet(w, project.sheet, prefix, "score_project")


def _indicators(w: Writer, sheet: tuple[Indicator, ...], prefix: str) -> None:
    """Every score of the sheet once more in words."""
    w.heading("h.indicators", w.top)
    for i, x in enumerate(sheet):
        name = "indicator" if x.score == x.weight else "indicator_lost"
        w.say(name, mark=f"（{i + 1}）", x=f"score.{prefix}.{i}", weight=f"weight.{prefix}.{i}")


def _costs(w: Writer, book: Book, project: Project, i: int) -> None:
    for k, (name, amount) in enumerate(
        zip(("中央资金", "省级资金", "县级资金"), split(w.rng, project.budget, 3, w.style.grain), strict=True)
    ):
        book.put(f"source.{i}.{k}", amount, name)
    for k, (name, amount) in enumerate(
        zip(("工程施工费", "设备购置费", "委托业务费"), split(w.rng, project.spent, 3, w.style.grain), strict=True)
    ):
        book.put(f"cost.{i}.{k}", amount, name)
    book.add_up(f"budget.p.{i}", [f"source.{i}.{k}" for k in range(3)])
    book.add_up(f"p.{i}", [f"cost.{i}.{k}" for k in range(3)])


def _attachments(w: Writer, truth: Truth, book: Book, size: int) -> None:
    """What makes a report long: the evaluations of the department, and of each project, behind the accounts."""
    w.page_break()
    w.restart()
    w.title("附件1")
    _whole_evaluation(w, truth, book, size)
    if size >= 5:
        for i in range(len(truth.projects)):
            w.page_break()
            w.restart()
            w.title(f"附件{i + 2}")
            w.title("{org}{year}年度项目支出绩效自评报告")
            _project(w, truth, book, i, size)


def _three_public_note(w: Writer, truth: Truth, book: Book, size: int) -> None:
    w.title("{org}{year}年度“三公”经费支出情况说明")
    w.say("three_total")
    w.say("three_share", parts=["three.abroad", "three.car", "three.reception"])
    w.say("abroad" if book.values["three.abroad"] else "abroad_none", x="three.abroad")
    w.say("car", x="three.car")
    w.say("reception", x="three.reception")
    if w.rng.random() < 0.5:
        tables.three(w)
    else:
        keys = ["three", "three.abroad", "three.car", "three.buy", "three.run", "three.reception"]
        tables.compare(w, w.form_title("change"), keys, ("上年决算数", "本年决算数"), "last.")


def _budget(w: Writer, truth: Truth, book: Book, size: int) -> None:
    w.form = "budget"
    w.title("{org}{year}年部门预算公开")
    w.heading("h.overview", 1)
    w.plain("；".join(truth.organization.duties) + "。")
    w.heading("h.budget_text", 1)
    w.heading("h.budget_total", 2)
    w.say("b.total")
    w.say("b.income", parts=_used(book, [f"in.{s}" for s in tables.SOURCES]))
    w.say("b.spending", parts=["basic", "project"])
    w.heading("h.budget_public", 2)
    w.say("b.public")
    for i, x in enumerate((x for x in truth.lines if x.fund == "gp"), 1):
        w.say("b.item", mark=f"{i}{w.style.words['item_mark']}", x=f"gp.f.{x.code}", path=_path(x.code))
    w.heading("h.budget_three", 2)
    w.say("b.three", parts=["three.abroad", "three.car", "three.reception"])
    w.heading("h.budget_other", 2)
    w.say("b.purchase", parts=["purchase.goods", "purchase.works", "purchase.services"])
    w.heading("h.budget_tables", 1)
    for form in (
        tables.balance,
        tables.income,
        tables.spending,
        tables.fiscal,
        tables.public,
        tables.economic,
        tables.fund,
    ):
        form(w, truth)
    tables.three(w, (("last.", "上年预算数"), ("", "本年预算数")))


_COMPOSERS: dict[str, Callable[[Writer, Truth, Book, int], None]] = {
    "final_accounts": _final_accounts,
    "whole_evaluation": _whole_evaluation,
    "project_evaluation": _project_evaluation,
    "three_public_note": _three_public_note,
    "budget": _budget,
}
