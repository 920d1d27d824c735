"""Pages made into PDF: tagged for screen readers, with our own type, and nothing fetched from anywhere."""

from __future__ import annotations

import io
import logging
import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

HOME = "https://paper.invalid/"


class StaticFilesOnly(URLFetcher):
    """Finds our own static files by their address; every other address is refused."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=False)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return one of our static files, or a picture written into the page itself; raise ValueError otherwise."""
        if url.startswith("data:image/"):
            return URLFetcher(allowed_protocols=("data",)).fetch(url, headers)
        parts = urlsplit(url)
        prefix = urlsplit(settings.STATIC_URL).path
        if f"{parts.scheme}://{parts.netloc}/" != HOME or not parts.path.startswith(prefix):
            raise ValueError("Only our own static files go into a printed page.")
        found = _static_file(unquote(parts.path[len(prefix) :]))
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, io.BytesIO(found.read_bytes()), {"Content-Type": kind})


def _static_file(name: str) -> Path:
    """Return where a static file lies, in its source folder or among the collected ones; never outside them."""
    if found := finders.find(name):
        return Path(found)
    root = Path(settings.STATIC_ROOT).resolve()
    collected = (root / name).resolve()
    if not collected.is_relative_to(root) or not collected.is_file():
        raise ValueError(f"There is no static file {name}.")
    return collected


def pdf_from_html(html: str, base_url: str | None = None) -> bytes:
    """Return a page as tagged PDF (PDF/UA-1).

    `base_url` is the path that relative addresses in the page start from ("/" unless given); only our own static
    files and pictures inside the page are read. The page's `<title>` and `lang` become the document's.
    """
    for name in ("weasyprint", "weasyprint.progress", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    page = HTML(string=html, base_url=HOME + (base_url or "").lstrip("/"), url_fetcher=StaticFilesOnly())
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return made
