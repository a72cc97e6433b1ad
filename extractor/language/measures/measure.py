"""A number of running text with its role and all that the words around it tell of it."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.language.measures.names import NAMELESS, Name
from extractor.language.words.lexer import Token
from extractor.language.words.lines import Line
from extractor.quantity import Quantity


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """A number with its role. label and whole are what the words name before the verb and after 占/完成;
    base is the text of the base phrase; direction +1, -1 or 0 (left open); sentence counts over the report.

    gap holds the letters since the number before it in the line; marker the word that opens or joins a list
    (其中, 合计 …) or "(" ; depth how many brackets are open; run numbers the members of a zipped list (分别为 a、b) from
    0, -1 outside one; verb the letter of the word that decided the role.
    """

    line: Line
    token: Token
    unit: int
    quantity: Quantity
    kind: str
    role: str
    direction: int = 1
    base: str | None = None
    label: Name = NAMELESS
    whole: Name | None = None
    verb: str = ""
    lead: str = ""
    gap: str = ""
    marker: str = ""
    depth: int = 0
    sentence: int = 0
    opens_sentence: bool = False
    opens_line: bool = False
    run: int = -1
    run_length: int = 0
    basis: str = "actual"
    spoken_of: Name | None = None  # what an earlier clause of the sentence, without a number, names

    @property
    def start(self) -> int:
        return self.token.start

    def words(self) -> str:
        """The words between the number before it, or the beginning of the line, and this number."""
        first = self.unit
        while first > 0 and self.line.units[first - 1].letter != "N":
            first -= 1
        return self.line.text(self.line.units[first].first, self.token_index()) if first < self.unit else ""

    def clause(self) -> str:
        """The words between the last comma, bracket or number and this number."""
        first = self.unit
        while first > 0 and self.line.units[first - 1].letter not in ",;:()N。!?":
            first -= 1
        return self.line.text(self.line.units[first].first, self.token_index()) if first < self.unit else ""

    def counted(self) -> str:
        """The first words behind the number, up to a comma, bracket or number: 17个项目."""
        last = first = self.unit + 1
        while last < min(first + 4, len(self.line.units)) and self.line.units[last].letter not in ",;:()N。!?":
            last += 1
        return (
            self.line.text(self.line.units[first].first, self.line.units[last].first)
            if last > first and last < len(self.line.units)
            else ""
        )

    def token_index(self) -> int:
        return self.line.units[self.unit].first


def kind_of(quantity: Quantity) -> str:
    """money, rate, points, times, score, count or bare."""
    if quantity.is_money:
        return "money"
    if quantity.unit in ("%", "‰"):
        return "rate"
    return {"百分点": "points", "倍": "times", "分": "score", "": "bare"}.get(quantity.unit, "count")
