"""Reads the words of an answer, whatever kind of file it is."""

from __future__ import annotations

import io
import zipfile

import pypdf
from django.http import HttpResponseBase


def words_of(answer: HttpResponseBase) -> str:
    """Return everything that can be read in an answer: a page, a spreadsheet, a PDF or plain text; and its headers."""
    streaming = getattr(answer, "streaming_content", None)
    content = b"".join(streaming) if streaming is not None else answer.content  # type: ignore[attr-defined]
    headers = " ".join(f"{name}: {value}" for name, value in answer.items())
    return f"{headers}\n{_words(content)}"


def _words(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return _words_of_pdf(content)
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(_words(packed.read(name)) for name in packed.namelist())
    return content.decode("utf-8", errors="replace")


def _words_of_pdf(content: bytes) -> str:
    try:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    except pypdf.errors.PyPdfError:
        return ""
