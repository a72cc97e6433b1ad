"""One report in every format gives the same headings, paragraphs and tables, places aside."""

from pathlib import Path

import pytest

from corpus.composers import compose
from corpus.render import render
from corpus.style import styles
from extractor import read
from extractor.document import Document, Heading, Status, Table


def contents(document: Document) -> list[tuple[str, str, tuple[str, ...]]]:
    """Kind, text and scope of every block; of tables the filled cells in order."""
    found = []
    for block in document.blocks:
        scope = f"{block.section.scope.kind}:{block.section.scope.name}"
        if isinstance(block, Table):
            cells = tuple("".join(cell.text.split()) for cell in block.cells if cell.text)
            found.append(("table", scope, cells))
        else:
            kind = "heading" if isinstance(block, Heading) else "paragraph"
            found.append((kind, scope, (block.text.replace(" ", ""),)))
    return found


@pytest.mark.parametrize("kind", ["final_accounts", "whole_evaluation"])
@pytest.mark.parametrize("style", ["donghai", "lingnan"])
def test_text_word_and_web_page_read_alike(tmp_path: Path, kind: str, style: str) -> None:
    report = compose(kind, styles()[style], 5, size=2)
    documents = {form: read(render(report, tmp_path, form)) for form in ("docx", "html", "txt", "md.txt", "wrap.txt")}
    assert all(document.status is Status.OK for document in documents.values())
    expected = contents(documents["docx"])
    for form, document in documents.items():
        assert contents(document) == expected, form


def test_workbook_holds_the_same_tables(tmp_path: Path) -> None:
    report = compose("final_accounts", styles()["donghai"], 5, size=2)
    word, book = (read(render(report, tmp_path, form)) for form in ("docx", "xlsx"))
    assert [entry[2] for entry in contents(book) if entry[0] == "table"] == [
        entry[2] for entry in contents(word) if entry[0] == "table"
    ]
