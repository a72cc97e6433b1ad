"""The pattern files of running text: every example does what its entry says."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

from checks.examine import examine
from checks.judge import Status
from extractor.document import Document, Paragraph
from extractor.extract import extract
from extractor.language.measures.measure import Measure
from extractor.language.measures.reading import read_measures
from extractor.language.sentences.identities import name_of
from extractor.language.words.lexer import tokenize
from extractor.language.words.lines import read_lines
from extractor.language.words.pipeline import parse_line
from extractor.location import Location, Piece, Text
from extractor.readers.front import read_bytes
from extractor.width import fold
from patterns.load import FOLDER, load_jsonl, load_yaml

LEXICON = [(kind, e) for kind, entry in load_yaml("lexicon").items() for e in entry["examples"]]
ROLES = [(entry["role"], text) for entry in load_yaml("roles")["roles"] for text in entry["examples"]]


@pytest.mark.parametrize(("kind", "example"), LEXICON, ids=[k for k, _ in LEXICON])
def test_lexicon_words_come_out_whole(kind: str, example: dict[str, object]) -> None:
    found = [t.text for t in tokenize(fold(str(example["text"]))) if t.kind == kind]
    assert found == example["words"]


@pytest.mark.parametrize(("role", "text"), ROLES)
def test_role_rules_give_their_examples_their_role(role: str, text: str) -> None:
    assert _last_measure(text).role == role


def _last_measure(text: str) -> Measure:
    content = Text(text, (Piece(0, Location(line=1, start=0)),))
    document = Document("x.txt", "txt", "", (Paragraph(content),))
    return list(read_measures(list(read_lines(document))))[-1]


BALANCES = [(entry["name"], entry["example"]) for entry in load_yaml("identities")["names"]]


@pytest.mark.parametrize(("name", "text"), BALANCES, ids=[n for n, _ in BALANCES])
def test_amounts_of_a_balance_are_called_by_their_names(name: str, text: str) -> None:
    assert name_of(_last_measure(text)) == name


def test_balances_speak_only_of_names_there_are() -> None:
    known = {name for name, _ in BALANCES}
    for entry in load_yaml("identities")["identities"]:
        assert {entry["total"], *entry["plus"], *entry["minus"], *entry["needs"], *entry["without"]} <= known


RATES = [(entry["name"], entry["example"]) for entry in load_yaml("rates")["rates"]]


@pytest.mark.parametrize(("name", "text"), RATES, ids=[n for n, _ in RATES])
def test_a_rate_is_made_of_what_its_name_says(name: str, text: str) -> None:
    result = examine(extract(read_bytes(f"{text}。".encode(), Path("report.txt"))))
    assert {v.status for e, v in result.ledger.verdicts if e.main.quantity.unit == "%"} == {Status.HOLDS}


TELLING = [(key, text) for key, entry in load_yaml("telling").items() for text in entry["examples"]]


@pytest.mark.parametrize(("key", "text"), TELLING)
def test_words_that_are_no_part_of_a_name_are_found(key: str, text: str) -> None:
    assert regex.search(load_yaml("telling")[key]["match"], text)


def test_every_kind_of_word_has_its_own_letter() -> None:
    letters = [entry["letter"] for entry in load_yaml("lexicon").values()]
    assert len(letters) == len(set(letters))


@pytest.mark.parametrize("entry", load_jsonl("concepts")[::25], ids=lambda e: e["pattern"])
def test_concept_names_are_found_in_a_sentence(entry: dict[str, str]) -> None:
    parsed = parse_line(f"本年{entry['pattern']}3万元")
    assert any(p.label == "CONCEPT" for p in parsed.phrases)


def test_pattern_files_can_all_be_read() -> None:
    for path in Path(FOLDER).glob("*.yaml"):
        assert load_yaml(path.stem) is not None
