"""The forms of the final accounts and of self-evaluations, row by row."""

from __future__ import annotations

from collections.abc import Callable

from corpus.facts import DETAIL, codes_of, subject
from corpus.report import Cell, Row
from corpus.style import Numbers, han
from corpus.truth import Indicator, Truth, data
from corpus.writer import Writer

SOURCES = ("gp", "gf", "service", "other")


def _heading(w: Writer, *names: str) -> Row:
    return tuple(w.cell(n) for n in names)


def balance(w: Writer, truth: Truth) -> None:
    """收入 beside 支出, the totals below; all classes are printed or only those in use, as the style has it."""
    income = [("一般公共预算财政拨款收入", "in.gp"), ("政府性基金预算财政拨款收入", "in.gf"), ("国有资本经营预算财政拨款收入", ""),
              ("上级补助收入", ""), ("事业收入", "in.service"), ("经营收入", ""), ("附属单位上缴收入", ""), ("其他收入", "in.other")]  # fmt: skip
    left = [(f"{han(i)}、{name}", key) for i, (name, key) in enumerate(income, 1)]
    right = _classes(w, truth, "f.")
    rows: list[Row] = [
        (w.cell("收入", colspan=2), w.cell("支出", colspan=2)),
        _heading(w, "项目", w.amount_column, "项目", w.amount_column),
    ]
    for i in range(max(len(left), len(right))):
        rows.append(_pair(w, left, i) + _pair(w, right, i))
    for a, b in [
        (("本年收入合计", "income"), ("本年支出合计", "spending")),
        (("年初结转和结余", "carry_in"), ("年末结转和结余", "carry_out")),
        (("总计", "in.total"), ("总计", "out.total")),
    ]:
        rows.append(_pair(w, [a], 0) + _pair(w, [b], 0))
    w.table(
        w.form_title("balance"),
        rows,
        2,
        (34, 16, 34, 16),
        w.style.table_money.unit,
        "注：本表反映部门本年度的总收支和年末结转结余情况。",
    )


def _classes(w: Writer, truth: Truth, prefix: str) -> list[tuple[str, str]]:
    used = {x.code[:3] for x in truth.lines}
    shown = data("subjects")["classes"] if w.style.words["all_classes"] else sorted(used)
    return [(f"{han(i)}、{subject(c)}", f"{prefix}{c}") for i, c in enumerate(shown, 1)]


def _pair(w: Writer, items: list[tuple[str, str]], i: int) -> Row:
    if i >= len(items):
        return w.cell(""), w.cell("")
    return w.cell(items[i][0]), w.money_cell(items[i][1])


def _by_subject(
    w: Writer, codes: list[str], columns: list[str], total: list[str], pattern: Callable[[str, str], str]
) -> list[Row]:
    """合计 first or last, then one row a subject; pattern gives the key of a code and column."""
    sum_row = (w.cell("合计", colspan=2), *(w.money_cell(k) for k in total))
    body: list[Row] = [
        (w.cell(c), w.cell(subject(c)), *(w.money_cell(pattern(c, column)) for column in columns)) for c in codes
    ]
    return [*body, sum_row] if w.style.words["total_last"] else [sum_row, *body]


def _subject_heading(w: Writer, *columns: str) -> list[Row]:
    return [
        (w.cell("项目", colspan=2), *(w.cell(c, rowspan=2) for c in columns)),
        (w.cell("功能分类科目编码"), w.cell("科目名称")),
    ]


def income(w: Writer, truth: Truth) -> None:
    heading = _subject_heading(
        w, "本年收入合计", "一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "事业收入", "其他收入"
    )
    body = _by_subject(
        w, codes_of(truth.lines), ["", *SOURCES], ["income", *(f"in.{s}" for s in SOURCES)],
        lambda c, s: f"inc.{c}.{s}" if s else f"inc.{c}",
    )  # fmt: skip
    w.table(w.form_title("income"), heading + body, 2, (10, 24, 14, 14, 14, 12, 12), w.style.table_money.unit)


def spending(w: Writer, truth: Truth) -> None:
    heading = _subject_heading(
        w, "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"
    )
    body = _by_subject(
        w, codes_of(truth.lines), ["", ".basic", ".project", "-", "-", "-"], ["spending", "basic", "project", "", "", ""],
        lambda c, s: f"f.{c}{s}",
    )  # fmt: skip
    w.table(w.form_title("spending"), heading + body, 2, (10, 24, 14, 14, 14, 8, 8, 8), w.style.table_money.unit)


def fiscal(w: Writer, truth: Truth) -> None:
    """财政拨款收入支出决算总表: income on the left, spending by class and fund on the right."""
    left = [
        ("一、一般公共预算财政拨款", "in.gp"),
        ("二、政府性基金预算财政拨款", "in.gf"),
        ("三、国有资本经营预算财政拨款", ""),
    ]
    right = [x for x in _classes(w, truth, "f.") if f"fis.{x[1]}" in w.book.values or w.style.words["all_classes"]]
    rows: list[Row] = [
        (w.cell("收入", colspan=2), w.cell("支出", colspan=4)),
        _heading(w, "项目", w.amount_column, "项目", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款"),
    ]
    for i in range(max(len(left), len(right))):
        name, key = right[i] if i < len(right) else ("", "")
        rows.append((*_pair(w, left, i), w.cell(name), *(w.money_cell(f"{p}{key}") for p in ("fis.", "gp.", "gf."))))
    for a, name, keys in [
        (("本年收入合计", "fis.in"), "本年支出合计", ("fis", "gp", "gf")),
        (
            ("年初财政拨款结转和结余", "fis.carry_in"),
            "年末财政拨款结转和结余",
            ("fis.carry_out", "gp.carry_out", "gf.carry_out"),
        ),
        (("总计", "fis.total"), "总计", ("fis.out", "gp.total", "gf.total")),
    ]:
        rows.append((*_pair(w, [a], 0), w.cell(name), *(w.money_cell(k) for k in keys)))
    w.table(w.form_title("fiscal"), rows, 2, (26, 12, 26, 12, 12, 12), w.style.table_money.unit)


def public(w: Writer, truth: Truth) -> None:
    lines = [x for x in truth.lines if x.fund == "gp"]
    heading = _subject_heading(w, "合计", "基本支出", "项目支出")
    body = _by_subject(
        w, codes_of(lines), ["", ".basic", ".project"], ["gp", "gp.basic", "gp.project"], lambda c, s: f"gp.f.{c}{s}"
    )
    w.table(w.form_title("public"), heading + body, 2, (14, 40, 16, 16, 16), w.style.table_money.unit)


def public_projects(w: Writer, truth: Truth) -> None:
    lines = [x for x in truth.lines if x.fund == "gp" and x.project]
    body = _by_subject(w, codes_of(lines), [".project"], ["gp.project"], lambda c, s: f"gp.f.{c}{s}")
    w.table(
        w.form_title("public_projects"),
        [_heading(w, "科目编码", "科目名称", "金额"), *body],
        1,
        (20, 50, 30),
        w.style.table_money.unit,
    )


def public_detail(w: Writer, truth: Truth) -> None:
    """Functional subjects down, economic groups across."""
    lines = [x for x in truth.lines if x.fund == "gp"]
    groups = sorted(DETAIL)
    heading = _subject_heading(w, "合计", *(subject(g) for g in groups))
    body = _by_subject(
        w, codes_of(lines), ["", *groups], ["gp", *(f"d.{g}" for g in groups)],
        lambda c, g: f"d.{c}.{g}" if g else f"gp.f.{c}",
    )  # fmt: skip
    w.table(w.form_title("public_detail"), heading + body, 2, (10, 26, 14, 14, 14, 14, 12), w.style.table_money.unit)


def economic(w: Writer, truth: Truth) -> None:
    """人员经费 on the left, 公用经费 on the right, by economic subject."""

    def band(groups: tuple[str, ...]) -> list[tuple[str, str, str]]:
        out = []
        for group in groups:
            own = [c for c in truth.economic if c[:3] == group]
            if own:
                out += [(c, subject(c), f"e.{c}") for c in [group, *own]]
        return out

    left, right = band(("301", "303")), band(("302", "310"))
    rows: list[Row] = [
        (w.cell("人员经费", colspan=3), w.cell("公用经费", colspan=3)),
        _heading(w, *("经济分类科目编码", "科目名称", w.amount_column) * 2),
    ]
    for i in range(max(len(left), len(right))):
        cells: list[Cell] = []
        for side in (left, right):
            code, name, key = side[i] if i < len(side) else ("", "", "")
            cells += [w.cell(code), w.cell(name), w.money_cell(key)]
        rows.append(tuple(cells))
    rows.append(
        (
            w.cell("人员经费合计", colspan=2),
            w.money_cell("staff"),
            w.cell("公用经费合计", colspan=2),
            w.money_cell("office"),
        )
    )
    w.table(w.form_title("economic"), rows, 2, (12, 24, 14, 12, 24, 14), w.style.table_money.unit)


def three(w: Writer, columns: tuple[tuple[str, str], ...] = (("budget.", "预算数"), ("", "决算数"))) -> None:
    """The three-public form: columns over one row of amounts."""
    keys = ("three", "three.abroad", "three.car", "three.buy", "three.run", "three.reception")
    top = tuple(w.cell(name, colspan=6) for _, name in columns)
    second: list[Cell] = []
    third: list[Cell] = []
    for _ in columns:
        second += [
            w.cell("合计", rowspan=2),
            w.cell("因公出国（境）费", rowspan=2),
            w.cell("公务用车购置及运行费", colspan=3),
            w.cell("公务接待费", rowspan=2),
        ]
        third += [w.cell("小计"), w.cell("公务用车购置费"), w.cell("公务用车运行费")]
    numbers = w.style.table_money
    filled = Numbers(
        numbers.unit, numbers.decimals, numbers.thousands, numbers.drop_zeros, "0.00" if numbers.decimals == 2 else "0"
    )
    amounts = tuple(w.money_cell(f"{prefix}{k}", filled) for prefix, _ in columns for k in keys)
    w.table(
        w.form_title("three"), [top, tuple(second), tuple(third), amounts], 3, (1,) * (6 * len(columns)), numbers.unit
    )


def fund(w: Writer, truth: Truth) -> None:
    lines = [x for x in truth.lines if x.fund == "gf"]
    heading: list[Row] = [
        (w.cell("项目", colspan=2), w.cell("本年支出", colspan=3)),
        _heading(w, "科目编码", "科目名称", "小计", "基本支出", "项目支出"),
    ]
    body = _by_subject(
        w, codes_of(lines), ["", ".basic", ".project"], ["gf", "gf.basic", "gf.project"], lambda c, s: f"gf.f.{c}{s}"
    )
    note = "" if lines else "注：本部门本年度没有使用政府性基金预算财政拨款安排的支出，故本表为空。"
    w.table(w.form_title("fund"), heading + body, 2, (14, 40, 16, 16, 16), w.style.table_money.unit, note)


def state_capital(w: Writer, form: str) -> None:
    """A form that is published empty, with the note that says so."""
    names = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
    if form == "soe_balance":
        names = ("科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出")
    note = "注：本部门没有国有资本经营预算财政拨款收支，故本表为空。"
    rows: list[Row] = [_heading(w, *names), tuple(w.cell("") for _ in names)]
    w.table(w.form_title(form), rows, 1, (14, 40, 16, 16, 16), w.style.table_money.unit, note)


def projects(w: Writer, truth: Truth) -> None:
    rows: list[Row] = [_heading(w, "序号", "项目名称", "全年预算数", "全年执行数", "执行率", "自评得分")]
    for i, project in enumerate(truth.projects):
        rows.append((
            w.cell(str(i + 1)), w.cell(project.name), w.money_cell(f"budget.p.{i}"), w.money_cell(f"p.{i}"),
            w.percent_cell(f"p.{i}", f"budget.p.{i}"), w.count_cell(f"score.project{i}"),
        ))  # fmt: skip
    rows.append((
        w.cell("合计", colspan=2), w.money_cell("year.project"), w.money_cell("project"),
        w.percent_cell("project", "year.project"), w.cell(""),
    ))  # fmt: skip
    w.table(w.form_title("projects"), rows, 1, (8, 36, 16, 16, 12, 12), w.style.table_money.unit)


def score_sheet(w: Writer, sheet: tuple[Indicator, ...], prefix: str, form: str) -> None:
    """Groups and parts span the rows of their indicators."""
    rows: list[Row] = [_heading(w, "一级指标", "二级指标", "三级指标", "分值", "自评得分")]
    group = part = ""
    for i, x in enumerate(sheet):
        cells: list[Cell] = []
        if x.group != group:
            group, part = x.group, ""
            members = [y for y in sheet if y.group == group]
            weight = sum(y.weight for y in members)
            label = f"{group}（{weight}分）" if w.style.words["weight_in_label"] else group
            cells.append(w.cell(label, rowspan=len(members)))
        if x.part != part:
            part = x.part
            cells.append(w.cell(part, rowspan=sum(y.part == part and y.group == group for y in sheet)))
        cells += [w.cell(x.name), w.count_cell(f"weight.{prefix}.{i}"), w.count_cell(f"score.{prefix}.{i}")]
        rows.append(tuple(cells))
    rows.append((w.cell("合计", colspan=3), w.count_cell(f"weight.{prefix}"), w.count_cell(f"score.{prefix}")))
    w.table(w.form_title(form), rows, 1, (14, 16, 34, 12, 14))


def goal(w: Writer) -> None:
    """Budget and execution in 百元, whole numbers: the form that tempts to swap digits."""
    numbers = Numbers("百元", 0, zero="0")
    rows: list[Row] = [_heading(w, "项目", "预算额（百元）", "执行额（百元）", "当年结转结余额（百元）")]
    for name, key in (("合计", "spending"), ("基本支出", "basic"), ("项目支出", "project")):
        rows.append((w.cell(name), *(w.money_cell(f"{p}{key}", numbers) for p in ("year.", "", "left."))))
    w.table(w.form_title("goal"), rows, 1, (30, 22, 22, 26))


def compare(w: Writer, title: str, items: list[str], columns: tuple[str, str], base: str) -> None:
    """This year beside the base, with difference and rate columns."""
    rows: list[Row] = [_heading(w, "项目", *columns, "增减额", "增减率（%）")]
    for key in items:
        other = f"{base}{key}"
        delta = Cell(w.signed_delta(key, other, w.style.table_money))
        rate = w.cell("") if not w.book.values[other] else Cell(w.render(f"{{r:{key}|{other}}}", {})[:1])
        rows.append((w.cell(w.book.name(key)), w.money_cell(other), w.money_cell(key), delta, rate))
    w.table(title, rows, 1, (32, 18, 18, 16, 14), w.style.table_money.unit)
