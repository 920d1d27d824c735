"""Fields for words, numbers and files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from trellis.platform.design_system.forms.looks import Looks, capital, noun_of


class _Words(Looks, forms.CharField):
    """Words, with the spaces round them taken away."""


class Text(_Words):
    """One line of words, 200 characters at most unless `max_length` says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)


class Password(_Words):
    """A password, which can be shown while it is typed; never filled in again by the server."""

    widget = forms.PasswordInput

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("strip", False)
        kwargs.setdefault("max_length", 1000)
        super().__init__(*args, **kwargs)


class Hidden(_Words):
    """Words carried along and not shown."""

    widget = forms.HiddenInput

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2000)
        kwargs.setdefault("required", False)
        super().__init__(*args, **kwargs)


class LongText(_Words):
    """Several lines of words, 5,000 characters at most; `counted` shows how many are left."""

    widget = forms.Textarea

    def __init__(self, *args: Any, rows: int = 5, counted: bool = True, **kwargs: Any) -> None:
        self.rows = rows
        self.counted = counted
        kwargs.setdefault("max_length", 5000)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the words with one kind of line end, so that the count is the one the person saw."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class Email(Looks, forms.EmailField):
    """An e-mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("autocomplete", "off")
        kwargs["error_messages"] = {
            "invalid": "Enter an e-mail address like name@example.org",
            **kwargs.get("error_messages", {}),
        }
        super().__init__(*args, **kwargs)


class WholeNumber(Looks, forms.Field):
    """A whole number from `least` to `most` (both allowed)."""

    def __init__(self, *args: Any, least: int | None = 0, most: int | None = None, **kwargs: Any) -> None:
        self.least = least
        self.most = most
        kwargs.setdefault("inputmode", "numeric")
        kwargs.setdefault("width", 4)
        super().__init__(*args, **kwargs)

    def _limits(self) -> str:
        if self.least is not None and self.most is not None:
            return f" between {self.least:,} and {self.most:,}"
        if self.least is not None:
            return f", {self.least:,} or more"
        return f", {self.most:,} or less" if self.most is not None else ""

    def to_python(self, value: Any) -> int | None:
        """Return the number, or None for an empty box; spaces and commas between thousands are allowed."""
        text = str(value if value is not None else "").strip().replace(",", "").replace(" ", "")
        if not text:
            return None
        number = int(text) if _is_whole(text) else None
        low = number is not None and self.least is not None and number < self.least
        high = number is not None and self.most is not None and number > self.most
        if number is None or low or high:
            raise ValidationError(f"{capital(noun_of(self))} must be a whole number{self._limits()}", code="invalid")
        return number


def _is_whole(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= 12


class FileUpload(Looks, forms.FileField):
    """A file; its kind and content are checked by the documents room, its size and emptiness here.

    `kinds` are the endings offered by the file chooser, such as (".pdf", ".docx").
    """

    def __init__(self, *args: Any, kinds: tuple[str, ...] = (), most_bytes: int = 10_000_000, **kwargs: Any) -> None:
        self.kinds = kinds
        self.most_bytes = most_bytes
        kwargs["error_messages"] = {
            "empty": "The file is empty. Choose another",
            "invalid": "The file did not arrive. Choose it again",
            "missing": "The file did not arrive. Choose it again",
            **kwargs.get("error_messages", {}),
        }
        super().__init__(*args, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the upload, or raise with how large it is and how large it may be."""
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile) and (upload.size or 0) > self.most_bytes:
            raise ValidationError(
                f"The file has {_megabytes(upload.size or 0)}. It must have {_megabytes(self.most_bytes)} or less",
                code="too_large",
            )
        return upload


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".removesuffix(".0") + " MB"
