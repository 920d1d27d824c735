"""Opens a PDF far enough to know that it can be read."""

from __future__ import annotations

import io
import logging

from pypdf import PdfReader

from trellis.kernel.decisions import RuleBroken

MOST_PAGES = 2_000
_END = b"%%EOF"


def check_pdf(content: bytes) -> None:
    """Raise RuleBroken, in words, for a PDF that is cut off, locked, empty, or cannot be opened."""
    if _END not in content[-2048:]:
        raise RuleBroken(
            "This PDF is cut off: its end is missing. Copy or download it again, and attach the whole file."
        )
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content))
        locked = reader.is_encrypted
        pages = 0 if locked else len(reader.pages)
        if 0 < pages <= MOST_PAGES:
            _ = reader.pages[0].mediabox, reader.pages[pages - 1].mediabox
    except (Exception, RecursionError) as broken:
        raise RuleBroken(
            "This PDF is damaged and cannot be opened. Save it as PDF again, or print it to PDF, and attach that."
        ) from broken
    if locked:
        raise RuleBroken("This PDF has a password. Save a copy without the password, and attach the copy.")
    if not 0 < pages <= MOST_PAGES:
        raise RuleBroken(f"This PDF has {pages:,} pages. Attach one of 1 to {MOST_PAGES:,} pages.")
