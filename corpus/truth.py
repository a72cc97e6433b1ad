"""A consistent office, drawn from a seed: accounts down to the last subject, staff, cars, purchases, projects and scores."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
COMMON = ("2080501", "2080505", "2080506", "2101101", "2101102", "2101103", "2210201", "2210203")
LAND = ("2120801", "2120802", "2120804", "2120899")
LABOUR = ("30101", "30102", "30103", "30107", "30112", "30199", "30302", "30305", "30309")
OFFICE = ("30201", "30202", "30205", "30206", "30207", "30209", "30211", "30213", "30215", "30216", "30226", "30228",
          "30229", "30239", "30299", "31002", "31003")  # fmt: skip


@cache
def data(name: str) -> Any:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Organization:
    place: str
    sector: str
    office: str
    units: tuple[str, ...]
    duties: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.place + self.office


@dataclass(frozen=True, slots=True)
class Line:
    """Spending of one 项 from one fund, in yuan. fund: gp 一般公共预算, gf 政府性基金, ot what the treasury does not pay."""

    fund: str
    code: str
    basic: int
    project: int
    budget: int
    carry_in: int = 0
    carry_out: int = 0

    @property
    def spent(self) -> int:
        return self.basic + self.project


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of spending with its budget and last year's amount."""

    spent: int
    budget: int
    last: int


@dataclass(frozen=True, slots=True)
class ThreePublic:
    abroad: Change
    purchase: Change
    running: Change
    reception: Change
    groups: int
    guests: int


@dataclass(frozen=True, slots=True)
class Indicator:
    group: str
    part: str
    name: str
    weight: int
    score: Decimal


@dataclass(frozen=True, slots=True)
class Project:
    name: str
    budget: int
    spent: int
    sheet: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    organization: Organization
    year: int
    lines: tuple[Line, ...]
    service_income: int
    other_income: int
    economic: dict[str, int]
    three: ThreePublic
    last_year: dict[str, int]  # amounts of the main totals
    running: Change
    purchases: tuple[int, int, int]
    small_firms: tuple[int, int]  # contracts with 中小企业, of these 小微企业
    vehicles: tuple[int, ...]
    quota: int
    staff: int
    retired: int
    projects: tuple[Project, ...]
    sheet: tuple[Indicator, ...]
    adjusted_budget: tuple[int, int]  # 全年预算 of basic and project spending


def draw(seed: str, *, size: int = 2, grain: int = 100) -> Truth:
    """A truth of a size 1 to 5 (more subjects and projects), all money in multiples of `grain` yuan."""
    rng = Random(seed)
    organization = _organization(rng)
    sector = data("sectors")[organization.sector]
    projects = _projects(rng, sector["projects"], size, grain)
    lines = _lines(rng, sector, sum(p.spent for p in projects), size, grain)
    basic = sum(x.basic for x in lines if x.fund == "gp")
    three = _three(rng, grain)
    economic = _economic(rng, lines, basic, three, grain)
    outside = sum(x.spent for x in lines if x.fund == "ot")
    service = _part(rng, outside, 0.3, 0.8, grain) if outside else 0
    fiscal = sum(x.spent for x in lines if x.fund != "ot")
    public = sum(x.spent for x in lines if x.fund == "gp")
    basic_all, project_all = sum(x.basic for x in lines), sum(x.project for x in lines)
    last_year = _last_year(rng, basic_all + project_all, fiscal, public, basic, grain)
    goods = tuple(_amount(rng, 2, 300, grain) for _ in range(3))
    small = _part(rng, sum(goods), 0.5, 0.95, grain)
    quota = rng.randint(30, 240)
    office = sum(v for k, v in economic.items() if k[:3] in ("302", "310"))
    running = _part(rng, office, 0.6, 0.95, grain)
    return Truth(
        organization=organization,
        year=rng.randint(2019, 2025),
        lines=lines,
        service_income=service,
        other_income=outside - service,
        economic=economic,
        three=three,
        last_year=last_year,
        running=Change(running, _near(rng, running, 0.9, 1.2, grain), _near(rng, running, 0.7, 1.3, grain)),
        purchases=(goods[0], goods[1], goods[2]),
        small_firms=(small, _part(rng, small, 0.3, 0.9, grain)),
        vehicles=tuple(rng.randint(1, 6) for _ in range(4)),
        quota=quota,
        staff=quota - rng.randint(1, quota // 8),
        retired=rng.randint(5, 60),
        projects=projects,
        sheet=sheet(rng, "whole"),
        adjusted_budget=(_near(rng, basic_all, 1.005, 1.08, grain), sum(p.budget for p in projects)),
    )


def _organization(rng: Random) -> Organization:
    sectors = data("sectors")
    sector = rng.choice(sorted(sectors))
    entry = sectors[sector]
    units = tuple(entry["units"][: rng.randint(1, len(entry["units"]))])
    return Organization(rng.choice(data("places")["places"]), sector, entry["office"], units, tuple(entry["duties"]))


def _amount(rng: Random, low: int, high: int, grain: int) -> int:
    """Between low and high 万元."""
    return rng.randint(low * 10_000, high * 10_000) // grain * grain


def _near(rng: Random, value: int, low: float, high: float, grain: int) -> int:
    factor = rng.randint(int(low * 10_000), int(high * 10_000))
    return max(grain, value * factor // 10_000 // grain * grain)


_part = _near


def split(rng: Random, total: int, n: int, grain: int) -> list[int]:
    """total in n positive parts."""
    weights = [rng.randint(5, 100) for _ in range(n)]
    parts = [max(grain, total * w // sum(weights) // grain * grain) for w in weights]
    parts[weights.index(max(weights))] += total - sum(parts)
    return parts


def _projects(rng: Random, names: list[str], size: int, grain: int) -> tuple[Project, ...]:
    count = min(len(names), 2 + 2 * size)
    out = []
    for name in rng.sample(names, count):
        budget = _amount(rng, 8, 900, grain)
        full = rng.random() < 0.25
        spent = budget if full else _near(rng, budget, 0.55, 0.995, grain)
        out.append(Project(name, budget, spent, sheet(rng, "project")))
    return tuple(out)


def _budget(rng: Random, spent: int, grain: int) -> int:
    return spent if rng.random() < 0.3 else _near(rng, spent, 0.85, 1.35, grain)


def _lines(rng: Random, sector: dict[str, Any], projects: int, size: int, grain: int) -> tuple[Line, ...]:
    """Subjects of the office; their project spending comes to what the projects spent."""
    business = rng.sample(sector["business"], min(len(sector["business"]), 1 + size))
    land = list(rng.sample(LAND, min(size, 3))) if rng.random() < 0.6 else []
    outside = sector["running"][-1] if rng.random() < 0.6 else ""
    shares = split(rng, projects, len(business) + len(land) + bool(outside), grain)
    lines = []
    for code in [*COMMON[: 3 + size], *sector["running"]]:
        basic = _amount(rng, 320, 1500, grain) if code in sector["running"] else _amount(rng, 12, 320, grain)
        lines.append(Line("gp", code, basic, 0, _budget(rng, basic, grain)))
    for i, code in enumerate(business):
        kept = _part(rng, shares[i], 0.02, 0.2, grain) if i == 0 else 0
        brought = _part(rng, shares[i], 0.02, 0.3, grain) if i == len(business) - 1 and size > 1 else 0
        lines.append(Line("gp", code, 0, shares[i], _budget(rng, shares[i], grain), brought, kept))
    for i, code in enumerate(land, start=len(business)):
        kept = _part(rng, shares[i], 0.02, 0.2, grain) if i == len(business) else 0
        lines.append(Line("gf", code, 0, shares[i], _budget(rng, shares[i], grain), 0, kept))
    if outside:
        lines.append(Line("ot", outside, _amount(rng, 5, 90, grain), shares[-1], 0))
    return tuple(sorted(lines, key=lambda x: (x.code, x.fund)))


def _last_year(rng: Random, spent: int, fiscal: int, public: int, basic: int, grain: int) -> dict[str, int]:
    """Last year's totals, none above the one it is a part of."""
    total = _near(rng, spent, 0.75, 1.3, grain)
    spending = min(total, _near(rng, total, 0.94, 1.0, grain))
    fiscal_last = min(spending, _near(rng, fiscal, 0.72, 1.3, grain))
    public_last = min(fiscal_last, _near(rng, public, 0.72, 1.3, grain))
    return {
        "in.total": total,
        "income": spending,
        "spending": spending,
        "fis.total": fiscal_last,
        "gp": public_last,
        "gp.basic": min(public_last, _near(rng, basic, 0.8, 1.25, grain)),
    }


def _three(rng: Random, grain: int) -> ThreePublic:
    def change(low: int, high: int, none: float) -> Change:
        if rng.random() < none:
            return Change(0, 0, 0)
        spent = _amount(rng, low, high, grain)
        return Change(spent, _near(rng, spent, 1.02, 1.5, grain), _near(rng, spent, 0.7, 1.5, grain))

    return ThreePublic(
        abroad=change(2, 20, 0.7), purchase=change(15, 40, 0.7), running=change(6, 60, 0), reception=change(1, 12, 0),
        groups=rng.randint(10, 90), guests=rng.randint(100, 900),
    )  # fmt: skip


def _economic(rng: Random, lines: tuple[Line, ...], basic: int, three: ThreePublic, grain: int) -> dict[str, int]:
    """Basic spending of the general budget by economic subject; contributions equal their functional twins."""
    by_code = {x.code: x.basic for x in lines if x.fund == "gp"}
    out = {"30217": three.reception.spent, "30231": three.running.spent}
    for code, twins in {
        "30108": ("2080505",),
        "30109": ("2080506",),
        "30110": ("2101101", "2101102"),
        "30113": ("2210201",),
    }.items():
        amount = sum(by_code.get(t, 0) for t in twins)
        if amount:
            out[code] = amount
    rest = basic - sum(out.values())
    office = _part(rng, rest, 0.15, 0.35, grain)
    labour_codes, office_codes = sorted(rng.sample(LABOUR, 6)), sorted(rng.sample(OFFICE, 11))
    out |= dict(zip(labour_codes, split(rng, rest - office, 6, grain), strict=True))
    out |= dict(zip(office_codes, split(rng, office, 11, grain), strict=True))
    return dict(sorted(out.items()))


def sheet(rng: Random, kind: str) -> tuple[Indicator, ...]:
    """A score sheet with a few points lost."""
    out = []
    for group, _, parts in data("scores")[kind]:
        for part, indicators in parts:
            for name, weight in indicators:
                lost = Decimal(rng.randint(1, 9)) / 10 if rng.random() < 0.3 else Decimal(0)
                out.append(Indicator(group, part, name, weight, weight - lost))
    return tuple(out)
