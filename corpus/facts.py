"""From the drawn office to its book: every amount a report may print, under its key, and every sum between them."""

from __future__ import annotations

from corpus.book import Book
from corpus.truth import Change, Indicator, Line, Truth, data

DETAIL = ("301", "303", "302", "310")
"""Economic groups in the order in which basic spending fills them."""


def build(truth: Truth) -> Book:
    book = Book()
    for prefix, lines in [
        ("", truth.lines),
        ("gp.", [x for x in truth.lines if x.fund == "gp"]),
        ("gf.", [x for x in truth.lines if x.fund == "gf"]),
        ("fis.", [x for x in truth.lines if x.fund != "ot"]),
    ]:
        _spending(book, prefix, list(lines))
    _names(book)
    _income(book, truth)
    _balances(book, truth)
    _economic(book, truth)
    _detail(book, truth)
    _three(book, truth)
    _other(book, truth)
    _projects(book, truth)
    _goal(book, truth)
    for key, value in truth.last_year.items():
        book.put(f"last.{key}", value)
    return book


def subject(code: str) -> str:
    tables = data("subjects")
    return str(tables["functional"].get(code) or tables["class_names"].get(code) or tables["economic"][code])


def codes_of(lines: list[Line] | tuple[Line, ...]) -> list[str]:
    """All codes with their 类 and 款, in order of print."""
    leaves = {x.code for x in lines}
    return sorted(leaves | {c[:3] for c in leaves} | {c[:5] for c in leaves})


def _spending(book: Book, prefix: str, lines: list[Line]) -> None:
    """prefix + f.CODE(.basic|.project), summed up the tree; prefix + spending, basic, project on top."""
    leaves = sorted({x.code for x in lines})
    top = {"": "spending", "gp.": "gp", "gf.": "gf", "fis.": "fis"}[prefix]
    stem = "" if prefix == "" else prefix
    for column in ("", ".basic", ".project", ".budget"):
        for code in leaves:
            own = [x for x in lines if x.code == code]
            value = sum(
                {"": x.spent, ".basic": x.basic, ".project": x.project, ".budget": x.budget}[column] for x in own
            )
            book.put(f"{prefix}f.{code}{column}", value)
        for length in (5, 3):
            for parent in sorted({c[:length] for c in leaves}):
                longer = 7 if length == 5 else 5
                children = sorted({c[:longer] for c in leaves if c.startswith(parent)})
                book.add_up(f"{prefix}f.{parent}{column}", [f"{prefix}f.{c}{column}" for c in children])
        total = {"": top, ".basic": f"{stem}basic", ".project": f"{stem}project", ".budget": f"budget.{top}"}[column]
        if lines:
            book.add_up(total, [f"{prefix}f.{c}{column}" for c in sorted({c[:3] for c in leaves})])
        else:
            book.put(total, 0)
    for code in codes_of(lines):
        book.add_up(f"{prefix}f.{code}", [f"{prefix}f.{code}.basic", f"{prefix}f.{code}.project"])
    book.add_up(top, [f"{stem}basic", f"{stem}project"])
    if prefix == "gp.":
        book.add_up("budget.gp", [f"gp.f.{c}.budget" for c in leaves])
        book.add_up("gp", [f"gp.f.{c}" for c in leaves])


def _names(book: Book) -> None:
    book.names |= {
        "spending": "本年支出合计", "basic": "基本支出", "project": "项目支出", "gp": "一般公共预算财政拨款支出",
        "gp.basic": "一般公共预算财政拨款基本支出", "gf": "政府性基金预算财政拨款支出", "fis": "财政拨款支出合计",
    }  # fmt: skip
    for key in list(book.values):
        _, _, code = key.rpartition("f.")
        if code.isdigit():
            book.names[key] = subject(code)


def _income(book: Book, truth: Truth) -> None:
    """inc.CODE.SOURCE and its sums; in.SOURCE on top. What the treasury paid is spending with the carry-over taken out."""
    sources = {
        "gp": "一般公共预算财政拨款收入",
        "gf": "政府性基金预算财政拨款收入",
        "service": "事业收入",
        "other": "其他收入",
    }
    outside = sum(x.spent for x in truth.lines if x.fund == "ot")
    leaves = sorted({x.code for x in truth.lines})
    for code in leaves:
        own = [x for x in truth.lines if x.code == code]
        spent = {f: sum(x.spent + x.carry_out - x.carry_in for x in own if x.fund == f) for f in ("gp", "gf", "ot")}
        service = truth.service_income if spent["ot"] == outside else 0
        amounts = {"gp": spent["gp"], "gf": spent["gf"], "service": service, "other": spent["ot"] - service}
        for source, amount in amounts.items():
            book.put(f"inc.{code}.{source}", amount)
        book.add_up(f"inc.{code}", [f"inc.{code}.{s}" for s in sources], subject(code))
    for length, longer in ((5, 7), (3, 5)):
        for parent in sorted({c[:length] for c in leaves}):
            children = sorted({c[:longer] for c in leaves if c.startswith(parent)})
            for s in ["", *(f".{s}" for s in sources)]:
                book.add_up(f"inc.{parent}{s}", [f"inc.{c}{s}" for c in children], subject(parent))
            book.add_up(f"inc.{parent}", [f"inc.{parent}.{s}" for s in sources])
    classes = sorted({c[:3] for c in leaves})
    for source, name in sources.items():
        book.add_up(f"in.{source}", [f"inc.{c}.{source}" for c in classes], name)
    book.add_up("income", [f"inc.{c}" for c in classes], "本年收入合计")
    book.add_up("income", [f"in.{s}" for s in sources])


def _balances(book: Book, truth: Truth) -> None:
    for fund in ("gp", "gf"):
        own = [x for x in truth.lines if x.fund == fund]
        book.put(f"{fund}.carry_in", sum(x.carry_in for x in own), "年初结转和结余")
        book.put(f"{fund}.carry_out", sum(x.carry_out for x in own), "年末结转和结余")
        book.add_up(f"{fund}.total", [f"in.{fund}", f"{fund}.carry_in"])
        book.add_up(f"{fund}.total", [fund, f"{fund}.carry_out"])
    for side in ("carry_in", "carry_out"):
        book.add_up(
            side, [f"gp.{side}", f"gf.{side}"], {"carry_in": "年初结转和结余", "carry_out": "年末结转和结余"}[side]
        )
        book.add_up(f"fis.{side}", [f"gp.{side}", f"gf.{side}"])
    book.add_up("in.total", ["income", "carry_in"], "收入总计")
    book.add_up("out.total", ["spending", "carry_out"], "支出总计")
    book.add_up("in.total", ["out.total"])
    book.add_up("fis.in", ["in.gp", "in.gf"], "财政拨款收入")
    book.add_up("fis", ["gp", "gf"])
    book.add_up("fis.total", ["fis.in", "fis.carry_in"], "财政拨款收入总计")
    book.add_up("fis.out", ["fis", "fis.carry_out"], "财政拨款支出总计")
    book.add_up("fis.total", ["fis.out"])
    for code in sorted({x.code[:3] for x in truth.lines if x.fund != "ot"}):
        parts = [f"{f}.f.{code}" for f in ("gp", "gf") if f"{f}.f.{code}" in book.values]
        book.add_up(f"fis.f.{code}", parts)


def _economic(book: Book, truth: Truth) -> None:
    for code, value in truth.economic.items():
        book.put(f"e.{code}", value, subject(code))
    for group in sorted({c[:3] for c in truth.economic}):
        book.add_up(f"e.{group}", [f"e.{c}" for c in truth.economic if c[:3] == group], subject(group))
    for key, name, groups in (("staff", "人员经费", ("301", "303")), ("office", "公用经费", ("302", "310"))):
        book.add_up(key, [f"e.{g}" for g in groups if f"e.{g}" in book.values], name)
        book.add_up(key, [f"e.{c}" for c in truth.economic if c[:3] in groups])
    book.add_up("gp.basic", ["staff", "office"])


def _detail(book: Book, truth: Truth) -> None:
    """d.CODE.GROUP: the general budget's spending by functional and economic subject at once.

    Basic spending fills the economic totals in turn; projects buy goods and services and a few assets.
    """
    lines = [x for x in truth.lines if x.fund == "gp"]
    left = {group: int(book.values.get(f"e.{group}", 0)) for group in DETAIL}
    for x in lines:
        taken = dict.fromkeys(DETAIL, 0)
        need = x.basic
        for group in DETAIL:
            part = min(need, left[group])
            taken[group], need, left[group] = part, need - part, left[group] - part
        services = x.project * 7 // 10_000 * 1000
        taken["302"] += services
        taken["310"] += x.project - services
        for group in DETAIL:
            book.put(f"d.{x.code}.{group}", taken[group])
    leaves = {x.code for x in lines}
    for length, longer in ((5, 7), (3, 5)):
        for parent in sorted({c[:length] for c in leaves}):
            children = sorted({c[:longer] for c in leaves if c.startswith(parent)})
            for group in DETAIL:
                book.add_up(f"d.{parent}.{group}", [f"d.{c}.{group}" for c in children])
    for code in codes_of(lines):
        book.add_up(f"gp.f.{code}", [f"d.{code}.{group}" for group in DETAIL])
    for group in DETAIL:
        book.add_up(f"d.{group}", [f"d.{c}.{group}" for c in sorted({c[:3] for c in leaves})])
    book.add_up("gp", [f"d.{group}" for group in DETAIL])


def _three(book: Book, truth: Truth) -> None:
    three = truth.three
    kinds = {
        "three.abroad": (three.abroad, "因公出国（境）费"), "three.buy": (three.purchase, "公务用车购置费"),
        "three.run": (three.running, "公务用车运行维护费"), "three.reception": (three.reception, "公务接待费"),
    }  # fmt: skip
    for key, (change, name) in kinds.items():
        _change(book, key, change, name)
    for prefix in ("", "budget.", "last."):
        book.add_up(f"{prefix}three.car", [f"{prefix}three.buy", f"{prefix}three.run"])
        book.add_up(f"{prefix}three", [f"{prefix}three.{k}" for k in ("abroad", "car", "reception")])
    book.names |= {"three.car": "公务用车购置及运行维护费", "three": "“三公”经费"}
    book.put("groups", three.groups, "国内公务接待批次", "批次")
    book.put("guests", three.guests, "国内公务接待人次", "人次")


def _change(book: Book, key: str, change: Change, name: str) -> None:
    book.put(key, change.spent, name)
    book.put(f"budget.{key}", change.budget)
    book.put(f"last.{key}", change.last)


def _other(book: Book, truth: Truth) -> None:
    _change(book, "running", truth.running, "机关运行经费")
    for key, value, name in zip(("goods", "works", "services"), truth.purchases, ("货物", "工程", "服务"), strict=True):
        book.put(f"purchase.{key}", value, name)
    book.add_up("purchase", [f"purchase.{k}" for k in ("goods", "works", "services")], "政府采购支出总额")
    book.put("sme", truth.small_firms[0], "授予中小企业合同金额")
    book.put("micro", truth.small_firms[1], "授予小微企业合同金额")
    names = ("机要通信用车", "应急保障用车", "执法执勤用车", "其他用车")
    for i, (count, name) in enumerate(zip(truth.vehicles, names, strict=True)):
        book.put(f"vehicle.{i}", count, name, "辆")
    book.add_up("vehicles", [f"vehicle.{i}" for i in range(4)], "车辆")
    book.put("quota", truth.quota, "编制人数", "人")
    book.put("people", truth.staff, "在职人员", "人")
    book.put("retired", truth.retired, "离退休人员", "人")


def _projects(book: Book, truth: Truth) -> None:
    n = len(truth.projects)
    for i, project in enumerate(truth.projects):
        book.put(f"p.{i}", project.spent, project.name)
        book.put(f"budget.p.{i}", project.budget)
        _scores(book, f"project{i}", project.sheet)
    book.add_up("project", [f"p.{i}" for i in range(n)])
    book.add_up("year.project", [f"budget.p.{i}" for i in range(n)], "项目支出全年预算")
    _scores(book, "whole", truth.sheet)


def _scores(book: Book, prefix: str, sheet: tuple[Indicator, ...]) -> None:
    """score.PREFIX, weight.PREFIX and their parts, from the sheet."""
    groups: dict[str, list[int]] = {}
    for i, x in enumerate(sheet):
        book.put(f"score.{prefix}.{i}", x.score, x.name, "分")
        book.put(f"weight.{prefix}.{i}", x.weight, x.name, "分")
        groups.setdefault(x.group, []).append(i)
    for kind in ("score", "weight"):
        for name, members in groups.items():
            book.add_up(f"{kind}.{prefix}.{name}", [f"{kind}.{prefix}.{i}" for i in members], name)
        book.add_up(f"{kind}.{prefix}", [f"{kind}.{prefix}.{i}" for i in range(len(sheet))])
        book.add_up(f"{kind}.{prefix}", [f"{kind}.{prefix}.{name}" for name in groups])


def _goal(book: Book, truth: Truth) -> None:
    """The whole year's budget after adjustment, and what is left of it."""
    basic, project = truth.adjusted_budget
    book.put("year.basic", basic, "基本支出全年预算")
    assert book.values["year.project"] == project
    book.add_up("year.spending", ["year.basic", "year.project"], "全年预算")
    for key in ("spending", "basic", "project"):
        book.put(f"left.{key}", book.values[f"year.{key}"] - book.values[key], "当年结转结余")
        book.add_up(f"year.{key}", [key, f"left.{key}"])
    book.add_up("left.spending", ["left.basic", "left.project"])
