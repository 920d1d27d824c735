"""Kinds of file that Trellis takes in, and what each is called by people."""

from __future__ import annotations

from trellis.kernel.labelled import LabelledEnum


class Kind(LabelledEnum):
    """A kind of file that may be brought in; the value is also the name's usual ending."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word document (.docx)"
    XLSX = "xlsx", "Excel spreadsheet (.xlsx)"
    CSV = "csv", "CSV file"
    JPEG = "jpg", "JPEG picture"
    PNG = "png", "PNG picture"
    TEXT = "txt", "plain text"

    @property
    def content_type(self) -> str:
        """Return the media type under which such a file is stored and sent."""
        return _CONTENT_TYPES[self]

    @property
    def endings(self) -> tuple[str, ...]:
        """Return the endings that the name of such a file may have, in small letters, with the dot."""
        return _ENDINGS.get(self, (f".{self.value}",))


_OFFICE = "application/vnd.openxmlformats-officedocument"
_CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    Kind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    Kind.CSV: "text/csv",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.TEXT: "text/plain",
}
_ENDINGS = {Kind.JPEG: (".jpg", ".jpeg"), Kind.TEXT: (".txt", ".text")}
ALL_KINDS = frozenset(Kind)
SPREADSHEETS = frozenset({Kind.XLSX, Kind.CSV})


def kind_by_ending(ending: str) -> Kind | None:
    """Return the kind that a name with this ending claims to be, or None."""
    return next((kind for kind in Kind if ending.lower() in kind.endings), None)


def kind_of_content_type(content_type: str) -> Kind:
    """Return the kind of a stored document; raises ValueError for a media type that is never stored."""
    for kind, known in _CONTENT_TYPES.items():
        if known == content_type:
            return kind
    raise ValueError(f"No document is stored as {content_type}.")


def listed(kinds: frozenset[Kind]) -> str:
    """Write kinds as words: "a PDF, a Word document (.docx) or a JPEG picture"."""
    words = [_with_article(kind) for kind in Kind if kind in kinds]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _with_article(kind: Kind) -> str:
    if kind is Kind.TEXT:
        return kind.label
    return f"{'an' if kind is Kind.XLSX else 'a'} {kind.label}"


def in_megabytes(size: int) -> str:
    """Write a size in bytes as people read it: "740 KB", "20 MB"."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".0 MB", " MB")
