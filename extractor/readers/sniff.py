"""What a file is, told by its content: endings lie (.pdf that is a web page, .doc that is a .docx)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import regex

from extractor.readers.ole import CompoundFile
from extractor.readers.unreadable import Unreadable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = {
    "EncryptedPackage": "encrypted", "WordDocument": "doc", "Workbook": "xls", "Book": "xls",
    "PowerPoint Document": "ppt", "VisioDocument": "vsd",
}  # fmt: skip
_SHEET_ENDINGS = (".csv", ".tsv", ".xls", ".xlsx", ".et")
_OLE_READ = ("doc", "xls")
_OLE_ENDINGS = (".doc", ".dot", ".wps", ".wpt", ".xls", ".xlt", ".et")
_WORD_LOCKED = 0x0100  # [MS-DOC] FibBase: the bit that tells that the text is encrypted
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_ARCHIVES = ((b"Rar!", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "gz"))
_ZIP_MEMBERS = (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsx"))
_WORD_MEMBER = regex.compile(r"word/document\d*\.xml")  # Word on the web writes document2.xml
_ODF = {b"application/vnd.oasis.opendocument.spreadsheet": "ods", b"application/vnd.oasis.opendocument.text": "odt"}
_FLAT_ODF = regex.compile(
    rb"<office:document\b[^>]*office:mimetype=[\"'](application/vnd\.oasis\.opendocument\.(?:spreadsheet|text))[\"']"
)
_HTML_START = regex.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:(?:!doctype\s+html|html|head|body|meta|table|div|title)\b"
    rb"|(?:p|h[1-6]|section|article|span|center|font|style|link)\b[^<]*>)",
    regex.I | regex.S,
)
_HTML_ANYWHERE = regex.compile(rb"<(?:html|body|table|div|p|h[1-6]|br|span)\b[^<>]*>", regex.I)
_MIME_START = regex.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?mime-version:", regex.I)
_XML_OFFICE = regex.compile(
    rb"<\?mso-application\s+progid=[\"'](Word|Excel)|<(?:ss:)?(Workbook)\s[^>]*urn:schemas-microsoft-com:office:spreadsheet",
    regex.I,
)
FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
)
"""What zipfile raises on broken archives."""
_HEAD = 8192
_MOST_MEMBERS = 20_000
_MANIFEST = "META-INF/manifest.xml"
_MOST_LISTING = 1_000_000


def sniff(data: bytes, ending: str) -> str:
    """The format of a file's content. Raises Unreadable for what gouji does not read.

    One of pdf, docx, xlsx, xls, ods, sheet_xml, csv, html, mhtml, zip, text, or a legacy format that LibreOffice converts
    (doc, rtf, odt, xml). ending is used only where the content leaves it open.
    """
    head = data[:_HEAD]
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable("empty")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(data)  # before PDF: the first member may be one, stored as it is
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_OLE):
        return _sniff_ole(data, ending)
    if head.startswith(_IMAGES):
        raise Unreadable("image")
    for magic, name in _ARCHIVES:
        if head.startswith(magic):
            raise Unreadable("unsupported", name)
    return _sniff_markup(head, ending)


def _sniff_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:_MOST_MEMBERS])
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names and _is_small(archive, "mimetype") else b""
            locked = mimetype.strip() in _ODF and _MANIFEST in names and _is_locked(archive)
    except FAULTS as error:
        raise Unreadable("damaged") from error
    if locked:
        raise Unreadable("encrypted")
    if mimetype.strip() in _ODF:
        return _ODF[mimetype.strip()]
    if any(map(_WORD_MEMBER.fullmatch, names)):
        return "docx"
    for member, name in _ZIP_MEMBERS:
        if member in names:
            return name
    if "OFD.xml" in names:
        raise Unreadable("unsupported", "ofd")
    if "[Content_Types].xml" in names:
        raise Unreadable("unsupported", "pptx" if any(name.startswith("ppt/") for name in names) else "office")
    return "zip"


def _is_locked(archive: zipfile.ZipFile) -> bool:
    """Whether the parts of an OpenDocument file are encrypted: its list of parts says so."""
    with archive.open(_MANIFEST) as listing:
        return b"encryption-data" in listing.read(_MOST_LISTING)


def _is_small(archive: zipfile.ZipFile, name: str) -> bool:
    return archive.getinfo(name).file_size <= 1000


def _sniff_ole(data: bytes, ending: str) -> str:
    try:
        file = CompoundFile(data)
        name = next((kind for stream, kind in _OLE_STREAMS.items() if stream in file.names()), "")
        header = file.read("WordDocument")[:12] if name == "doc" else b""
    except FAULTS as error:
        raise Unreadable("damaged") from error
    if name == "encrypted" or (len(header) == 12 and struct.unpack_from("<H", header, 10)[0] & _WORD_LOCKED):
        raise Unreadable("encrypted")
    if name in _OLE_READ:
        return name
    if not name and (not file.names() or ending.lower() in _OLE_ENDINGS):
        raise Unreadable("damaged")
    raise Unreadable("unsupported", name or "ole")


def _sniff_markup(head: bytes, ending: str) -> str:
    plain = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    plain = plain.lstrip()
    if plain.startswith(b"{\\rtf"):
        return "rtf"
    if office := _XML_OFFICE.search(plain):
        return "xml" if office[1] == b"Word" else "sheet_xml"
    if flat := _FLAT_ODF.search(plain):
        return _ODF[flat[1]]
    if _MIME_START.match(plain) and b"multipart/" in plain.lower():
        return "mhtml"
    if _HTML_START.match(plain):
        return "html"
    if ending.lower() in (".html", ".htm", ".shtml", ".xhtml") and _HTML_ANYWHERE.search(plain):
        return "html"
    if ending.lower() == ".pdf" and not plain.isascii():
        raise Unreadable("damaged")
    return "csv" if ending.lower() in _SHEET_ENDINGS else "text"
