"""Zip packages of office formats, opened with suspicion: size, ratio, count and XML entities are checked first."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

from lxml import etree

from extractor.readers.sniff import FAULTS
from extractor.readers.unreadable import Unreadable

MOST_MEMBERS = 10_000
MOST_MEMBER_BYTES = 200_000_000
MOST_BYTES = 400_000_000
MOST_RATIO = 200  # XML shrinks to a tenth or a thirtieth; a bomb to a thousandth
_RATIO_MATTERS = 5_000_000


def open_package(data: bytes) -> zipfile.ZipFile:
    """The package, if nothing about it is dangerous. Raises Unreadable."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except FAULTS as error:
        raise Unreadable("damaged") from error
    members = package.infolist()
    if len(members) > MOST_MEMBERS:
        raise Unreadable("too_many_parts")
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("encrypted")
    if any(is_bomb(member) for member in members) or sum(m.file_size for m in members) > MOST_BYTES:
        raise Unreadable("unpacks_too_large")
    for name in (member.filename for member in members):
        if name.endswith((".xml", ".rels")) and _declares_type(package, name):
            raise Unreadable("xml_entities")
    return package


def is_bomb(member: zipfile.ZipInfo) -> bool:
    """Whether a member would unpack to more than any report holds."""
    ratio = member.file_size / max(1, member.compress_size)
    return member.file_size > MOST_MEMBER_BYTES or (member.file_size > _RATIO_MATTERS and ratio > MOST_RATIO)


def _declares_type(package: zipfile.ZipFile, name: str) -> bool:
    """A document type at the start of the XML: office programs never write one, attacks by entities need it."""
    try:
        with package.open(name) as member:
            return b"<!DOCTYPE" in member.read(2000).replace(b"\0", b"")
    except (*FAULTS, KeyError) as error:
        raise Unreadable("damaged") from error


def read_member(package: zipfile.ZipFile, name: str) -> bytes:
    """A member's bytes. Raises Unreadable("damaged") where it is absent or broken."""
    try:
        return package.read(name)
    except (*FAULTS, KeyError) as error:
        raise Unreadable("damaged") from error


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML part, without entities or network; a torn end is forgiven. Raises Unreadable."""
    return parse_torn(data)[0]


def parse_torn(data: bytes) -> tuple[etree._Element, bool]:
    """The root of an XML text, and whether it is torn or spoilt: then something of it is lost. Raises Unreadable."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("damaged") from error
    if root is None:
        raise Unreadable("damaged")
    if is_cut_by_depth(parser.error_log):
        raise Unreadable("too_deep")
    return root, any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log)


def is_cut_by_depth(log: Iterable[etree._LogEntry]) -> bool:
    """Whether the parser stopped at elements nested deeper than any document's: what comes after them is lost."""
    return any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in log)


def stream_xml(package: zipfile.ZipFile, name: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """The elements of these tags as they close, each freed after use: a large part never stands in memory whole."""
    try:
        with package.open(name) as part:
            parsed = etree.iterparse(part, tag=tags, resolve_entities=False, no_network=True, load_dtd=False)
            for _, element in parsed:
                yield element
                element.clear(keep_tail=False)
    except (*FAULTS, KeyError, etree.XMLSyntaxError) as error:
        raise Unreadable("damaged") from error
