"""What is taken in, what is refused, and in what words."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.tests.factories import viewer
from trellis.platform.audit.models import AuditEvent
from trellis.platform.documents.actions import remove, store_upload
from trellis.platform.documents.kinds import SPREADSHEETS
from trellis.platform.documents.models import Document
from trellis.platform.documents.queries import content_of
from trellis.platform.documents.tests import files

pytestmark = pytest.mark.django_db
TEXT_CSV = "given name,family name\r\nZoë,Ashworth\r\n"


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("letter.pdf", files.pdf(), "application/pdf"),
        ("photo.JPG", files.picture(), "image/jpeg"),
        ("photo.jpeg", files.picture(size=(900, 700)), "image/jpeg"),
        ("scan.png", files.picture("PNG"), "image/png"),
        ("notes.txt", b"Plain words.", "text/plain"),
        ("list.csv", TEXT_CSV.encode("cp1252"), "text/csv"),
        ("list.csv", TEXT_CSV.encode("utf-8-sig"), "text/csv"),
        (
            "list.xlsx",
            files.xlsx([["a"], ["b"]]),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            "report.docx",
            files.docx(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_takes_the_kinds_it_says(name: str, content: bytes, content_type: str) -> None:
    document = store_upload(by=viewer(), upload=files.upload(name, content))
    assert document.content_type == content_type
    assert document.name.lower() == name.lower()
    assert content_of(document) == content
    assert name.split(".")[0] not in document.storage_name


def _macro_book() -> bytes:
    return files.with_parts(files.xlsx([["a"]]), {"xl/vbaProject.bin": b"\0" * 100})


def _macro_type() -> bytes:
    types = zipfile.ZipFile(BytesIO(files.xlsx([["a"]]))).read("[Content_Types].xml")
    changed = types.replace(b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml")
    return files.with_parts(files.xlsx([["a"]]), {"[Content_Types].xml": changed})


def _with_bomb() -> bytes:
    return files.with_parts(files.xlsx([["a"]]), {"xl/media/image1.bin": b"\0" * 30_000_000})


def _larger_than_it_may_unpack() -> bytes:
    parts = {f"xl/p{n}.txt": bytes(range(256)) * 4096 * 20 for n in range(11)}
    return files.with_parts(files.xlsx([["a"]]), parts)


def _nested() -> bytes:
    return files.with_parts(files.xlsx([["a"]]), {"xl/media/image1.png": files.xlsx([["b"]])})


HOSTILE = {
    "a renamed program": ("letter.pdf", b"MZ\x90\x00" + b"\0" * 400, ["a Windows program", "a PDF"]),
    "a program called CSV": ("list.csv", b"MZ\x90\x00" + b"\0" * 400, ["a Windows program"]),
    "a script": ("list.csv", b"#!/bin/sh\nrm -rf /\n", ["a script"]),
    "an unknown kind": ("film.gif", b"GIF89a" + b"\0" * 60, ["Attach a PDF"]),
    "old Excel": ("list.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ["older Office file"]),
    "empty": ("letter.pdf", b"", ["is empty"]),
    "locked PDF": ("letter.pdf", files.pdf(password="secret"), ["has a password", "without the password"]),
    "PDF cut off": ("letter.pdf", files.pdf()[:-40], ["cut off"]),
    "PDF of rubbish": ("letter.pdf", b"%PDF-1.7\n" + b"x" * 500 + b"\n%%EOF", ["damaged"]),
    "wrong ending": ("photo.pdf", files.picture(), ["says that it is a PDF", "a JPEG picture"]),
    "no ending": ("photo", files.picture(), ["has no ending", ".jpg"]),
    "strange ending": ("photo.exe", files.picture(), ["ends in .exe", ".jpg"]),
    "CSV called XLSX": ("list.xlsx", TEXT_CSV.encode(), ["not known here"]),
    "null byte": ("list.csv", b"a,b\r\nx\x00y,z\r\n", ["Line 2", "null byte"]),
    "control character": ("list.txt", b"a\nb\x1b[31m\n", ["Line 2", "control character"]),
    "UTF-16": ("list.csv", "a,b".encode("utf-16"), ["UTF-8"]),
    "no known encoding": ("list.csv", b"a,b\r\n\x81\x8d,c\r\n", ["Line 2", "UTF-8"]),
    "pixel bomb": ("photo.png", files.png_claiming(50_000, 50_000), ["pixels", "7,700"]),
    "many pixels": ("photo.png", files.png_claiming(9_000, 9_000), ["9,000 × 9,000"]),
    "JPEG cut off": ("photo.jpg", files.picture(size=(400, 400))[:2000], ["damaged or cut off"]),
    "PNG changed": ("scan.png", files.picture("PNG")[:-30] + b"\0" * 30, ["damaged or cut off"]),
    "ZIP bomb": ("list.xlsx", _with_bomb(), ["ZIP bomb", "image1.bin"]),
    "unpacks too large": ("list.xlsx", _larger_than_it_may_unpack(), ["unpack to 22", "200 MB"]),
    "many parts": (
        "list.xlsx",
        files.with_parts(files.xlsx([["a"]]), {f"x/{n}.txt": b"" for n in range(2100)}),
        ["2,1", "parts"],
    ),
    "nested": ("list.xlsx", _nested(), ["another file inside", "image1.png"]),
    "embedded": ("report.docx", files.docx({"word/embeddings/o.bin": b"x"}), ["another file inside"]),
    "macros": ("list.xlsx", _macro_book(), ["macros"]),
    "macros by type": ("list.xlsx", _macro_type(), ["macros"]),
    "entity bomb": (
        "list.xlsx",
        files.with_parts(files.xlsx([["a"]]), {"xl/workbook.xml": files.ENTITY_BOMB}),
        ["XML entities"],
    ),
    "external entity": ("report.docx", files.docx({"word/x.bin": files.EXTERNAL_ENTITY}), ["XML entities"]),
    "path out": ("report.docx", files.docx({"word/../../etc/cron.d/x": b"x"}), ["outside"]),
    "absolute path": ("report.docx", files.docx({"/etc/cron.d/x": b"x"}), ["outside"]),
    "template from elsewhere": (
        "report.docx",
        files.docx(
            {
                "word/_rels/settings.xml.rels": b'<Relationships><Relationship Type="urn:attachedTemplate" '
                b'Target="https://example.org/t.dotm" TargetMode="External"/></Relationships>'
            }
        ),
        ["template"],
    ),
    "XLSX cut off": ("list.xlsx", files.xlsx([["a"]])[:-200], ["damaged or cut off"]),
    "only a ZIP": ("list.xlsx", files.with_parts(b"PK\x05\x06" + b"\0" * 18, {"a.txt": b"x"}), ["a ZIP file"]),
}


def _stored() -> set[str]:
    return set(default_storage.listdir("")[1])


@pytest.mark.parametrize("case", sorted(HOSTILE))
def test_refuses_hostile_files_in_words(case: str) -> None:
    name, content, words = HOSTILE[case]
    before = _stored()
    with pytest.raises(RuleBroken) as refused:
        store_upload(by=viewer(), upload=files.upload(name, content))
    for word in words:
        assert word in str(refused.value), str(refused.value)
    assert str(refused.value).endswith(".")
    assert not Document.objects.exists()
    assert _stored() == before


def test_refuses_a_file_that_is_too_large(settings: object) -> None:
    settings.TRELLIS_UPLOAD_LIMIT = 1024 * 1024  # type: ignore[attr-defined]
    with pytest.raises(RuleBroken, match=r"1\.5 MB. The largest that can be attached is 1 MB"):
        store_upload(by=viewer(), upload=files.upload("notes.txt", b"x" * 1_572_864))


def test_refuses_a_kind_that_is_not_wanted_here() -> None:
    with pytest.raises(RuleBroken, match=r"is a PDF. Attach an Excel spreadsheet \(\.xlsx\) or a CSV file"):
        store_upload(by=viewer(), upload=files.upload("letter.pdf", files.pdf()), kinds=SPREADSHEETS)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\notes.txt", "notes.txt"),
        ("a\x00b\r\nSet-Cookie: x.txt", "a b Set-Cookie x.txt"),
        ("gpj\u202etxt.txt", "gpjtxt.txt"),
        ("n" * 400 + ".txt", "n" * 116 + ".txt"),
        ("<img src=x>.txt", "img src=x.txt"),
    ],
)
def test_cleans_names_and_never_uses_them_as_paths(given: str, kept: str) -> None:
    document = store_upload(by=viewer(), upload=files.upload(given, b"words"))
    assert document.name == kept
    assert "/" not in document.storage_name
    assert default_storage.exists(document.storage_name)


def test_is_logged_and_can_be_removed(django_capture_on_commit_callbacks: Any) -> None:
    by = viewer()
    document = store_upload(by=by, upload=files.upload("notes.txt", b"words"))
    assert AuditEvent.objects.filter(event="document.stored", about_id=document.pk, by=by.membership_id).exists()
    with django_capture_on_commit_callbacks(execute=True):
        remove(by=by, document=document)
    assert not default_storage.exists(document.storage_name)
    with pytest.raises(FileNotFoundError):
        content_of(document)


def test_a_removal_that_fails_afterwards_leaves_the_document_whole(django_capture_on_commit_callbacks: Any) -> None:
    by = viewer()
    document = store_upload(by=by, upload=files.upload("notes.txt", b"words"))
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        remove(by=by, document=document)
        transaction.set_rollback(True)
    assert content_of(Document.objects.get(pk=document.pk)) == b"words"


def test_belongs_to_who_brought_it_and_to_their_organisation() -> None:
    by = viewer()
    document = store_upload(by=by, upload=files.upload("notes.txt", b"words"))
    assert list(Document.objects.visible_to(by)) == [document]
    assert not Document.objects.visible_to(viewer()).exists()
    assert not Document.objects.visible_to(None).exists()


def test_a_photograph_does_not_say_where_it_was_taken():
    taken = BytesIO()
    with Image.new("RGB", (40, 20), "green") as picture:
        exif = picture.getexif()
        exif[0x010E] = "12 Sealed Street"
        picture.save(taken, "JPEG", exif=exif)
    assert b"Sealed Street" in taken.getvalue()
    document = store_upload(by=viewer(), upload=SimpleUploadedFile("garden.jpg", taken.getvalue()))
    kept = content_of(document)
    assert b"Sealed Street" not in kept
    with Image.open(BytesIO(kept)) as again:
        assert again.size == (40, 20)
        assert not again.getexif()
