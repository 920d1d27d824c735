"""Files on their way out, and printed pages."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.http import Http404
from pypdf import PdfReader

from trellis.platform.access.tests.factories import viewer
from trellis.platform.documents.actions import remove, store_upload
from trellis.platform.documents.kinds import Kind
from trellis.platform.documents.paper import pdf_from_html
from trellis.platform.documents.tests import files
from trellis.platform.documents.web import download_of, serve


@pytest.mark.django_db
def test_serves_with_headers_that_let_nothing_run() -> None:
    by = viewer()
    document = store_upload(by=by, upload=files.upload("scan.png", files.picture("PNG")))
    for download in (True, False):
        response = serve(document, download=download)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["Cache-Control"] == "private, no-store"
        assert response["Content-Disposition"].startswith("attachment" if download else "inline")
        assert b"".join(response).startswith(b"\x89PNG")
    remove(by=by, document=document)
    with pytest.raises(Http404):
        serve(document)


@pytest.mark.django_db
def test_writing_is_always_a_download() -> None:
    document = store_upload(by=viewer(), upload=files.upload("x.txt", b"<script>alert(1)</script>"))
    response = serve(document, download=False)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "text/plain"


def test_download_of_something_just_made() -> None:
    response = download_of(b"a,b", "figures.csv", Kind.CSV)
    assert response["Content-Disposition"] == 'attachment; filename="figures.csv"'
    assert b"".join(response) == b"a,b"


def test_paper_is_tagged_and_named() -> None:
    made = pdf_from_html("<html lang=en><title>Closing summary</title><h1>Well done</h1><p>Words</p></html>")
    reader = PdfReader(io.BytesIO(made))
    assert reader.metadata is not None
    assert reader.metadata.title == "Closing summary"
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "Well done" in reader.pages[0].extract_text()


def test_paper_uses_our_own_type() -> None:
    made = pdf_from_html(
        '<html lang=en><title>x</title><link rel=stylesheet href="/static/design_system/paper.css">'
        "<body style=\"font-family: 'Atkinson Hyperlegible'\">Words</html>"
    )
    resources: Any = PdfReader(io.BytesIO(made)).pages[0]["/Resources"]
    fonts = resources["/Font"]
    assert any("Atkinson" in str(font.get_object()["/BaseFont"]) for font in fonts.values())


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "https://example.org/x.png", "/etc/passwd", "/static/../../../etc/passwd", "//127.0.0.1/x"],
)
def test_paper_reads_nothing_else(address: str) -> None:
    made = pdf_from_html(
        f'<html lang=en><title>x</title><img alt="" src="{address}"><link rel=attachment href="{address}">Words</html>'
    )
    assert b"root:" not in made
    assert "Words" in PdfReader(io.BytesIO(made)).pages[0].extract_text()
