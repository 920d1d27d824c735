"""What a file is, by its content and not by its name."""

from __future__ import annotations

import puremagic

from trellis.kernel.decisions import RuleBroken
from trellis.platform.documents.checks.office import check_office, kind_of_zip
from trellis.platform.documents.checks.pdf import check_pdf
from trellis.platform.documents.checks.picture import check_picture
from trellis.platform.documents.checks.text import read_text
from trellis.platform.documents.kinds import Kind, kind_by_ending, listed
from trellis.platform.documents.names import split_ending

_SIGNS = ((b"%PDF-", Kind.PDF), (b"\xff\xd8\xff", Kind.JPEG), (b"\x89PNG\r\n\x1a\n", Kind.PNG))
_WORDS = (
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"\xcf\xfa\xed\xfe", "a Mac program"),
    (b"\xd0\xcf\x11\xe0", "an older Office file, or one with a password"),
    (b"{\\rtf", "a rich text file"),
    (b"#!", "a script"),
    (b"PK", "a ZIP file"),
)


def kind_of_content(content: bytes, name: str, allowed: frozenset[Kind]) -> Kind:
    """Return what a file is, once its content is known to be whole, harmless and what its name says.

    Raises RuleBroken with what was found and what would be right.
    """
    ending = split_ending(name)[1]
    claimed = kind_by_ending(ending)
    found = _found(content, claimed)
    if found is None or found not in allowed:
        what = found.label if found else _described(content)
        raise RuleBroken(f"“{name}” is {_with_article(what)}. Attach {listed(allowed)}.")
    if claimed is None:
        right = found.endings[0]
        called = f"ends in {ending}" if ending else "has no ending"
        raise RuleBroken(
            f"“{name}” {called}, but what is in it is {_with_article(found.label)}. "
            f"Give it a name that ends in {right}."
        )
    if claimed is not found:
        raise RuleBroken(
            f"“{name}” says that it is {_with_article(claimed.label)}, but what is in it is "
            f"{_with_article(found.label)}. Save it as {_with_article(claimed.label)}, or give it its right ending."
        )
    _check(content, found)
    return found


def _found(content: bytes, claimed: Kind | None) -> Kind | None:
    # A PDF may have a few bytes before its sign; the first 1024 are where readers look.
    for sign, kind in _SIGNS:
        if content.startswith(sign) or (kind is Kind.PDF and claimed is Kind.PDF and sign in content[:1024]):
            return kind
    if content.startswith(b"PK"):
        return kind_of_zip(content) or (claimed if claimed in (Kind.DOCX, Kind.XLSX) and _cut_off(content) else None)
    if any(content.startswith(sign) for sign, _ in _WORDS):
        return None
    if claimed in (Kind.CSV, Kind.TEXT):
        return claimed
    return None


def _cut_off(content: bytes) -> bool:
    return b"PK\x05\x06" not in content[-70_000:]


def _described(content: bytes) -> str:
    for sign, words in _WORDS:
        if content.startswith(sign):
            return words
    try:
        matches = puremagic.magic_string(content[:4096])
    except (puremagic.PureError, ValueError):
        return "a kind of file that is not known here"
    return str(matches[0].name) if matches else "a kind of file that is not known here"


def _with_article(words: str) -> str:
    if words.startswith(("a ", "an ", "plain ")):
        return words
    return f"{'an' if words[:1] in 'AEIOaeio' else 'a'} {words}"


def _check(content: bytes, kind: Kind) -> None:
    if kind is Kind.PDF:
        check_pdf(content)
    elif kind in (Kind.DOCX, Kind.XLSX):
        check_office(content, kind)
    elif kind in (Kind.JPEG, Kind.PNG):
        check_picture(content, kind)
    else:
        read_text(content)
