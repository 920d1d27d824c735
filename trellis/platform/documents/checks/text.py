"""Reads writing: which encoding, and nothing in it that is not writing."""

from __future__ import annotations

import re

from trellis.kernel.decisions import RuleBroken

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NOT_WRITING = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read_text(content: bytes) -> str:
    """Return the writing in a text or CSV file: UTF-8 with or without its mark, or else Windows-1252.

    Raises RuleBroken, in words, naming the line, for null bytes, control characters and other encodings.
    """
    if content.startswith(_UTF16):
        raise RuleBroken(
            "This file is saved as “Unicode text” (UTF-16). Save it again as UTF-8: in Excel, "
            "“CSV UTF-8 (comma delimited)”."
        )
    if (at := content.find(b"\x00")) >= 0:
        raise RuleBroken(
            f"Line {_line(content, at)} has a null byte, so this is not a text file. "
            "Save it again as text or CSV, and attach that."
        )
    text = _decoded(content)
    if found := _NOT_WRITING.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise RuleBroken(
            f"Line {line} has a control character (code {ord(found[0])}), so this is not plain text. "
            "Save it again as text or CSV, and attach that."
        )
    return text


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as wrong:
        raise RuleBroken(
            f"Line {_line(content, wrong.start)} has a character that cannot be read. "
            "Save the file again as UTF-8 and attach that."
        ) from wrong


def _line(content: bytes, at: int) -> int:
    return content.count(b"\n", 0, at) + 1
