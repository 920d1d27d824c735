"""Looks into a Word or Excel file, which is a ZIP file of XML, before anything opens it in earnest."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from trellis.kernel.decisions import RuleBroken
from trellis.platform.documents.kinds import Kind, in_megabytes

MOST_PARTS = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200
SMALL = 2 * 1024 * 1024
_CHUNK = 1024 * 1024
_MAIN = {Kind.DOCX: "word/document.xml", Kind.XLSX: "xl/workbook.xml"}
_TYPES = "[Content_Types].xml"
_MACROS = re.compile(r"vbaproject|vbadata|/macrosheets/|/activex/|macroenabled", re.IGNORECASE)
_INSIDE = re.compile(r"/embeddings/|\.(zip|exe|dll|js|vbs|bat|cmd|scr|msi|7z|rar|gz|jar|docx?|xlsx?|ole)$", re.I)
_PACKED = (b"PK\x03\x04", b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def kind_of_zip(content: bytes) -> Kind | None:
    """Return whether a ZIP file is a Word document or an Excel spreadsheet by what is in it; None for neither."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except _BROKEN:
        return None
    return next((kind for kind, main in _MAIN.items() if main in names and _TYPES in names), None)


def check_office(content: bytes, kind: Kind) -> None:
    """Raise RuleBroken, in words, for an office file that is damaged or that could do harm.

    Refused: too many parts, too much to unpack, packed too tightly (a ZIP bomb), parts that name folders
    outside, macros, files within the file, documents that fetch a template, and XML that declares entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_list(archive.infolist())
            for part in archive.infolist():
                _check_part(archive, part)
    except DefusedXmlException as unsafe:
        raise RuleBroken(
            f"This {kind.label} declares XML entities, which no office program writes. "
            "Open it in Word or Excel, save it under a new name, and attach that."
        ) from unsafe
    except (*_BROKEN, ParseError) as broken:
        raise RuleBroken(
            f"This {kind.label} is damaged or cut off and cannot be opened. "
            "Open it in Word or Excel, save it again, and attach that."
        ) from broken


def _check_list(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise RuleBroken(
            f"This file is made of {len(parts):,} parts, more than the {MOST_PARTS:,} of any ordinary document. "
            "Save it again without pictures and attach that, or attach a PDF."
        )
    names = [part.filename for part in parts]
    for name in names:
        _check_name(name)
    if len({name.casefold() for name in names}) < len(names):
        raise RuleBroken("This file has two parts of the same name. Save it again in Word or Excel.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED:
        raise RuleBroken(
            f"This file would unpack to {in_megabytes(unpacked)}, more than {in_megabytes(MOST_UNPACKED)}. "
            "Attach a smaller one, or split it."
        )
    for part in parts:
        if part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise RuleBroken(
                f"A part of this file ({_short(part.filename)}) is packed so tightly that it looks like a ZIP bomb. "
                "Open it in Word or Excel, take out what repeats, save it again, and attach that."
            )


def _check_name(name: str) -> None:
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or "\x00" in name:
        raise RuleBroken(
            f"A part of this file names a place outside it ({_short(name)}). "
            "Open it in Word or Excel, save it under a new name, and attach that."
        )
    if _MACROS.search(name):
        raise RuleBroken("This file has macros. Save it without them (as .docx or .xlsx), and attach that.")
    if _INSIDE.search(name):
        raise RuleBroken(
            f"This file has another file inside it ({_short(name)}). Take that out, or save it as PDF, and attach that."
        )


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.flag_bits & 0x1:
        raise RuleBroken("This file has a password. Save a copy without the password, and attach the copy.")
    with archive.open(part) as stream:
        start = stream.read(_CHUNK)
        if start.startswith(_PACKED):
            raise RuleBroken(
                f"This file has another file inside it ({_short(part.filename)}). "
                "Take that out, or save it as PDF, and attach that."
            )
        if part.filename == _TYPES and b"macroenabled" in start.lower():
            raise RuleBroken("This file has macros. Save it without them (as .docx or .xlsx), and attach that.")
        if part.filename.endswith("settings.xml.rels") and b"attachedTemplate" in start and b"External" in start:
            raise RuleBroken(
                "This document fetches its template from elsewhere. Save it without the template, and attach that."
            )
        # Reading to the end lets the archive compare each part with its checksum.
        for _ in _chunks(stream):
            pass
    if is_xml(start):
        with archive.open(part) as stream:
            _check_prolog(stream)


def _check_prolog(stream: IO[bytes]) -> None:
    """Read XML to its first element: entities can be declared only before it."""
    for _ in iterparse(stream, events=("start",), forbid_dtd=True, forbid_entities=True, forbid_external=True):
        return


def is_xml(begin: bytes) -> bool:
    """Tell whether a part of an office file is XML, whatever its name says."""
    if begin.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        return True
    return begin.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _short(name: str) -> str:
    shown = "".join(each if each.isprintable() else "?" for each in name)
    return shown if len(shown) <= 60 else f"…{shown[-59:]}"
