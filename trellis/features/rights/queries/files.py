"""The words inside stored files: plain text, PDF, office files, and archives inside archives."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterator

import pypdf
from django.core.files.storage import default_storage
from pypdf.errors import PyPdfError

MOST_DEEP = 4
MOST_BYTES = 200 * 1024 * 1024
_TAGS = re.compile(r"<[^>]+>")


def words_of(content: bytes, depth: int = 0) -> str:
    """Return everything that can be read in a file."""
    if depth > MOST_DEEP:
        return ""
    if content.startswith(b"%PDF-"):
        return _words_of_pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _words_of_archive(content, depth)
    if content.startswith(b"\x1f\x8b"):
        try:
            return words_of(gzip.decompress(content), depth + 1)
        except (OSError, EOFError):
            return ""
    return _plain(content)


def _plain(content: bytes) -> str:
    text = content.decode("utf-8", errors="replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text += "\n" + content.decode("utf-16", errors="replace")
    if "<" in text:
        # Words may be split by marks inside them, and are divided by marks between them.
        text = f"{text}\n{_TAGS.sub('', text)}\n{_TAGS.sub(' ', text)}"
    return text


def _words_of_pdf(content: bytes) -> str:
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        pages = [page.extract_text() for page in reader.pages]
        return "\n".join([*pages, *(str(value) for value in (reader.metadata or {}).values())])
    except (PyPdfError, ValueError, KeyError, TypeError):
        return _plain(content)


def _words_of_archive(content: bytes, depth: int) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            found = [name for name in packed.infolist() if name.file_size < MOST_BYTES]
            return "\n".join(f"{each.filename}\n{words_of(packed.read(each), depth + 1)}" for each in found)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return ""


def stored_files(folder: str = "") -> Iterator[str]:
    """Give the name of every file of the file store, whether a record knows it or not."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        yield f"{folder}/{name}".lstrip("/")
    for inner in folders:
        yield from stored_files(f"{folder}/{inner}".lstrip("/"))


def content_of(name: str) -> bytes:
    """Return the bytes of a stored file; none when it has gone meanwhile."""
    try:
        with default_storage.open(name) as stored:
            return bytes(stored.read())
    except FileNotFoundError:
        return b""
