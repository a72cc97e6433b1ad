"""A .docx put together from its XML, for what no library writes: tracked changes, text boxes, lists, controls."""

import io
import zipfile
from dataclasses import dataclass

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{MAIN}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" mc:Ignorable="w14"'
)
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


@dataclass(frozen=True)
class Parts:
    """The inner XML of the parts of a document; name is that of the main part."""

    body: str
    numbering: str = ""
    styles: str = ""
    footnotes: str = ""
    endnotes: str = ""
    header: str = ""
    name: str = "document"
    namespace: str = MAIN


def package(parts: Parts) -> bytes:
    others = {
        name: (tag, xml)
        for name, tag, xml in (
            ("numbering", "numbering", parts.numbering),
            ("styles", "styles", parts.styles),
            ("footnotes", "footnotes", parts.footnotes),
            ("endnotes", "endnotes", parts.endnotes),
            ("header1", "hdr", parts.header),
        )
        if xml
    }
    kinds = {"header1": "header", **{name: name for name in others if name != "header1"}}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}.{kinds[name]}+xml"/>' for name in others
    )
    relations = "".join(
        f'<Relationship Id="r{i}" Type="{RELATION}/{kinds[name]}" Target="{name}.xml"/>'
        for i, name in enumerate(others, 1)
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/{parts.name}.xml" ContentType="{TYPE}.document.main+xml"/>{types}</Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r0" Type="{RELATION}/officeDocument" '
            f'Target="word/{parts.name}.xml"/></Relationships>',
        )
        file.writestr(
            f"word/_rels/{parts.name}.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        )
        spaces = SPACES.replace(MAIN, parts.namespace)
        file.writestr(f"word/{parts.name}.xml", f"<w:document {spaces}><w:body>{parts.body}</w:body></w:document>")
        for name, (tag, xml) in others.items():
            file.writestr(f"word/{name}.xml", f"<w:{tag} {spaces}>{xml}</w:{tag}>")
    return buffer.getvalue()


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    """A paragraph; plain words become a run."""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def item(text: str, level: int = 0, number: int = 1) -> str:
    """A paragraph of a list."""
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def styled(text: str, style: str) -> str:
    return p(text, properties=f'<w:pStyle w:val="{style}"/>')


def tc(*blocks: str, properties: str = "") -> str:
    """A cell; plain words become a paragraph."""
    inner = "".join(block if block.startswith("<") else p(block) for block in blocks or ("",))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; plain words become cells."""
    inner = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def levels(*entries: tuple[str, str], more: str = "") -> str:
    """The levels of a list: number format and text of each; more goes into every level."""
    return "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(entries)
    )


def lists(*families: str, numbers: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """The numbering part: families of lists, and the lists."""
    inner = "".join(f'<w:abstractNum w:abstractNumId="{i}">{xml}</w:abstractNum>' for i, xml in enumerate(families))
    return inner + numbers
