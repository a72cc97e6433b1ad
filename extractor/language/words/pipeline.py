"""The spaCy pipeline: an own tokeniser that keeps numbers, units and dictionary words whole, and phrases from
patterns/ as entities. Only lines that carry a digit are sent through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractor.language.words.lexer import Token, tokenize
from extractor.width import fold
from patterns.load import load_jsonl

PHRASES = "phrases"


@dataclass(frozen=True, slots=True)
class Phrase:
    """tokens[first:last] of a line are the phrase `label` (BASE, CHOICE, CONCEPT …), with its canonical `name`."""

    label: str
    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """One line of text: folded, its tokens, and the phrases over them (phrases of one label never overlap)."""

    folded: str
    tokens: tuple[Token, ...]
    phrases: tuple[Phrase, ...]


class _Tokenizer:
    """spaCy's tokeniser interface over extractor.language.words.lexer, whose tokens the document keeps with it."""

    def __init__(self, vocab: Any) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Any:
        from spacy.tokens import Doc

        tokens = tuple(tokenize(text))
        doc = Doc(self.vocab, [t.text for t in tokens])
        doc.user_data["tokens"] = tokens
        return doc


class _Phrases:
    """Marks the phrases of patterns/phrases.jsonl (token patterns) and concepts.jsonl (names) in doc.spans."""

    def __init__(self, nlp: Any) -> None:
        from spacy.matcher import Matcher, PhraseMatcher
        from spacy.tokens import Doc

        self.vocab = nlp.vocab
        self.tokens = Matcher(nlp.vocab)
        self.names = PhraseMatcher(nlp.vocab)
        patterns: dict[str, list[Any]] = {}
        for entry in load_jsonl("phrases"):
            patterns.setdefault(entry["label"], []).append(entry["pattern"])
        for label, token_patterns in patterns.items():
            self.tokens.add(label, token_patterns, greedy="LONGEST")
        names: dict[str, list[Any]] = {}
        for entry in load_jsonl("concepts"):
            words = [token.text for token in tokenize(fold(entry["pattern"]))]
            names.setdefault(f"{entry['label']}:{entry['id']}", []).append(Doc(nlp.vocab, words))
        for name, docs in names.items():
            self.names.add(name, docs)

    def __call__(self, doc: Any) -> Any:
        from spacy.tokens import Span
        from spacy.util import filter_spans

        concepts = filter_spans([Span(doc, a, b, label=key) for key, a, b in self.names(doc)])
        found = [Span(doc, a, b, label=key) for key, a, b in self._token_phrases(doc)]
        doc.spans[PHRASES] = found + list(concepts)
        return doc

    def _token_phrases(self, doc: Any) -> Iterator[tuple[int, int, int]]:
        """Matches of the token patterns, sought only where one can begin: they are most of the pipeline's cost. A
        token's kind is its tag there."""
        from spacy.tokens import Doc

        tokens: tuple[Token, ...] = doc.user_data["tokens"]
        found: dict[int, tuple[int, int, int]] = {}
        for first, last in _windows(tokens):
            words, kinds = [t.text for t in tokens[first:last]], [t.kind for t in tokens[first:last]]
            for key, start, end in self.tokens(Doc(self.vocab, words, tags=kinds)):
                longest = found.get(first + start)
                if longest is None or first + end > longest[2]:
                    found[first + start] = key, first + start, first + end
        yield from found.values()


_OPENERS = frozenset({"COMPARE", "COMPARE_END", "YEAR_ON_YEAR"})
_BASES = frozenset({"PERIOD", "YEAR", "BASIS_BUDGET", "BASIS_ACTUAL"})
_WAYS = frozenset({"UP", "UP_RATE", "DOWN"})
_STARTS = _OPENERS | _WAYS
REACH = 14  # tokens, the longest phrase of patterns/phrases.jsonl


def _windows(tokens: tuple[Token, ...]) -> Iterator[tuple[int, int]]:
    """Stretches of tokens in which a base phrase or an open choice may stand."""
    for index, token in enumerate(tokens):
        if token.kind not in _STARTS:
            continue
        ahead = tokens[index + 1 : index + 9]
        base = token.kind in _OPENERS and any(t.kind in _BASES for t in ahead)
        choice = token.kind in _WAYS and len(ahead) > 1 and ahead[1].kind in _WAYS and ahead[1].kind != token.kind
        if base or choice:
            yield index, min(len(tokens), index + REACH)


@cache
def pipeline() -> Any:
    """The pipeline, built once a process (about a second for spaCy's import)."""
    from spacy.language import Language
    from spacy.vocab import Vocab

    nlp = Language(Vocab(), create_tokenizer=lambda nlp: _Tokenizer(nlp.vocab))
    phrases = _Phrases(nlp)
    if not Language.has_factory("gouji_phrases"):
        Language.factory("gouji_phrases", func=lambda nlp, name: phrases)
    nlp.add_pipe("gouji_phrases")
    return nlp


def parse_line(text: str) -> Parsed:
    """Tokens and phrases of one line of text."""
    folded = fold(text)
    doc = pipeline()(folded)
    return Parsed(folded, doc.user_data["tokens"], tuple(_phrases(doc)))


def _phrases(doc: Any) -> Iterator[Phrase]:
    for span in doc.spans[PHRASES]:
        label, _, name = span.label_.partition(":")
        yield Phrase(label, name, span.start, span.end)
