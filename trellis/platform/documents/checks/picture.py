"""Opens a picture far enough to know that it is whole and of a sane size."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from trellis.kernel.decisions import RuleBroken
from trellis.platform.documents.kinds import Kind

MOST_PIXELS = 60_000_000
_FORMATS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG"}
_HARMLESS = frozenset(
    {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "progressive", "progression", "gamma", "srgb"}
    | {"transparency", "interlace", "aspect", "icc_profile"}
)
_JPEG_SCAN, _JPEG_END = b"\xff\xda", b"\xff\xd9"
_TOO_MANY = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def check_picture(content: bytes, kind: Kind) -> None:
    """Raise RuleBroken, in words, for a picture that is damaged, cut off, or of too many pixels to open."""
    try:
        width, height = _size(content, kind)
        if width * height <= MOST_PIXELS:
            _read_through(content, kind)
            return
    except _TOO_MANY as bomb:
        raise RuleBroken(_too_large("very many pixels")) from bomb
    except Exception as broken:
        raise RuleBroken(
            f"This {kind.label} is damaged or cut off. Open it, save it again, and attach that."
        ) from broken
    raise RuleBroken(_too_large(f"{width:,} × {height:,} pixels"))


def without_particulars(content: bytes, kind: Kind) -> bytes:
    """Return a checked picture without what a camera writes beside it: where, when, by what.

    A photograph's place can give a sealed address away. A picture that has nothing beside it stays as it is; another
    is made anew, turned upright.
    """
    with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as opened:
        opened.load()
        if not opened.getexif() and opened.info.keys() <= _HARMLESS:
            return content
        upright = ImageOps.exif_transpose(opened)
        if kind is Kind.JPEG and upright.mode not in {"L", "RGB"}:
            upright = upright.convert("RGB")
        bare = Image.new(upright.mode, upright.size)
        if upright.mode == "P":
            bare.putpalette(upright.getpalette() or [])
        bare.paste(upright)
        made = io.BytesIO()
        options = {"quality": 90} if kind is Kind.JPEG else {"optimize": False}
        bare.save(made, _FORMATS[kind], **options)
    return made.getvalue()


def _too_large(found: str) -> str:
    most = MOST_PIXELS // 1_000_000
    return f"This picture has {found}. Make it smaller: {most} million pixels at most (such as 7,700 × 7,700)."


def _size(content: bytes, kind: Kind) -> tuple[int, int]:
    with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as picture:
        return picture.size


def _read_through(content: bytes, kind: Kind) -> None:
    with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as picture:
        if kind is Kind.PNG:
            picture.verify()
            return
        # A JPEG has no checksums: it is decoded at an eighth of its size, which is cheap, and its end is looked for
        # here, because Pillow can be told by others in the same process to overlook that it is missing.
        picture.draft("RGB", (picture.width // 8 or 1, picture.height // 8 or 1))
        picture.load()
    if content.rfind(_JPEG_END) < content.rfind(_JPEG_SCAN):
        raise ValueError("the end is missing")
