from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.conf import settings
from django.template import engines
from django.test import Client, RequestFactory, override_settings
from jinja2 import UndefinedError
from pypdf import PdfReader

from trellis.kernel.decisions import Outcome
from trellis.platform.design_system import problems
from trellis.platform.design_system.environment import HERE, plain_environment
from trellis.platform.documents.paper import pdf_from_html

pytestmark = pytest.mark.urls("trellis.platform.design_system.web.urls")

FORBIDDEN = re.compile(r"""\sstyle=|\son[a-z]+=["']|<style|javascript:""", re.IGNORECASE)
COMPONENTS = sorted(
    name
    for path in (HERE / "jinja2/components").glob("*.jinja")
    for name in re.findall(r"{% macro (\w+)\(", path.read_text(encoding="utf-8"))
)
INNER = {"shape", "arrow", "mark", "primary_navigation"}


def _draw(source: str, **context: object) -> str:
    return plain_environment().from_string(source).render(**context)


@pytest.fixture
def gallery_page(client: Client) -> str:
    return client.get("/components/").content.decode()


def test_the_gallery_draws_every_component(gallery_page: str) -> None:
    shown = (HERE / "jinja2/gallery/components.jinja").read_text(encoding="utf-8")
    missing = [name for name in COMPONENTS if f"ui.{name}(" not in shown and name not in INNER]
    assert missing == ["act_button", "back_link", "htmx", "progress_refresh"]
    assert "There is a problem" not in gallery_page


def test_the_readme_names_every_component() -> None:
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMPONENTS if f"ui.{name}(" not in readme and name not in INNER] == []


def test_pages_hold_nothing_that_the_browser_would_refuse(gallery_page: str) -> None:
    assert FORBIDDEN.findall(gallery_page) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", gallery_page) == []


def test_a_form_with_errors_says_so_in_the_title_and_at_the_top(client: Client) -> None:
    page = client.post("/components/", {}).content.decode()
    assert "<title>Error: Components – Trellis</title>" in page
    assert 'href="#id_birth_date_day"' in page
    assert "Enter the given name" in page


def test_the_gallery_is_not_there_in_a_real_service(client: Client) -> None:
    with override_settings(TRELLIS_STRICT_TEMPLATES=False):
        assert client.get("/components/").status_code == 404


def test_the_accessibility_statement_is_open_to_all(client: Client) -> None:
    assert client.get("/accessibility/").status_code == 200


def test_every_page_can_be_left_quickly_and_skipped_through(gallery_page: str) -> None:
    assert 'data-module="govuk-exit-this-page"' in gallery_page
    assert 'href="#main-content"' in gallery_page
    assert 'lang="en-GB"' in gallery_page


def test_an_undefined_name_raises() -> None:
    with pytest.raises(UndefinedError):
        _draw("{{ nobody }}")
    with pytest.raises(UndefinedError):
        _draw("{% if sealed %}x{% endif %}")
    with pytest.raises(UndefinedError, match="tabel"):
        _draw("{{ ui.tabel() }}")


def test_the_page_for_errors_is_drawn_without_looking_anything_up() -> None:
    response = problems.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_the_page_for_errors_has_a_last_resort(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError

    monkeypatch.setattr("trellis.platform.design_system.environment.plain_environment", broken)
    response = problems.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"What you saved before is safe" in response.content


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("400.jinja", "We could not read what was sent"),
        ("403.jinja", "This page needs another role"),
        ("404.jinja", "Page not found"),
        ("500.jinja", "Something went wrong on our side"),
    ],
)
def test_what_went_wrong_is_said_in_words(name: str, words: str) -> None:
    page = engines["jinja2"].get_template(name).render({}, RequestFactory().get("/"))
    assert f"<title>{words} – Trellis</title>" in page


def test_an_outcome_is_a_word_and_a_shape() -> None:
    for outcome in Outcome:
        drawn = _draw("{{ ui.outcome(outcome) }}", outcome=outcome)
        assert outcome.label in drawn
        assert "<svg" in drawn


def test_progress_is_true() -> None:
    assert "42%: 4,200 of 10,000" in _draw("{{ ui.progress('Reading', 4200, 10000) }}")
    assert "0%: 0 of 0" in _draw("{{ ui.progress('Reading', 0, 0) }}")
    assert 'data-finished="true"' in _draw("{{ ui.progress('Reading', 1, 1, finished=true) }}")


def test_answers_say_when_nothing_was_given_and_keep_words_words() -> None:
    drawn = _draw("{{ ui.answers([{'key': 'Name', 'value': '<b>x'}, {'key': 'Age', 'value': ''}]) }}")
    assert "&lt;b&gt;x" in drawn
    assert "Not given" in drawn


def test_a_table_without_rows_says_what_would_fill_it() -> None:
    drawn = _draw("{{ ui.table('Waiting list', ['Family'], [], empty='Nobody is waiting.') }}")
    assert "Nobody is waiting." in drawn
    assert "<table" not in drawn


def test_a_table_sorts_by_links_and_keeps_its_caption() -> None:
    heading = {"label": "Family", "sort": "ascending", "href": "/families/?order=-name", "numeric": False}
    drawn = _draw("{{ ui.table('Families', [h], [['Ashworth']]) }}", h=heading)
    assert 'aria-sort="ascending"' in drawn
    assert "/families/?order=-name" in drawn
    assert '<th scope="row"' in drawn


def test_acts_are_forms_with_their_token() -> None:
    drawn = _draw("{{ ui.act_button('Close', '/close/', 'tok', fields={'why': 'moved'}) }}")
    assert 'method="post"' in drawn
    assert 'name="csrfmiddlewaretoken" value="tok"' in drawn
    assert 'name="why" value="moved"' in drawn


def test_paper_is_drawn_without_a_request() -> None:
    page = _draw("{% extends 'layouts/paper.jinja' %}{% block content %}<h1>Closing summary</h1>{% endblock %}")
    assert "paper.css" in page
    assert FORBIDDEN.findall(page) == []


def test_paper_becomes_a_tagged_pdf_in_our_own_type(client: Client) -> None:
    page = client.get("/components/paper/").content.decode()
    pdf = PdfReader(BytesIO(pdf_from_html(page)))
    assert len(pdf.pages) == 1
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Closing summary: Ashworth family"
    assert "/StructTreeRoot" in pdf.trailer["/Root"]
    fonts = pdf.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    assert all("Hyperlegible" in font.get_object()["/BaseFont"] for font in fonts.values())
    words = pdf.pages[0].extract_text()
    assert "What you did, and what comes next" in words
    assert "Page 1 of 1" in words


def test_the_look_is_built() -> None:
    built = settings.STATICFILES_DIRS[0] / "design_system"
    for name in ("trellis.css", "paper.css", "trellis.js", "early.js", "htmx.min.js"):
        assert (built / name).stat().st_size > 100, "run npm run build"
    css = (built / "trellis.css").read_text(encoding="utf-8")
    assert "GDS Transport" not in css
    assert not re.search(r"url\([^)]*(crown|crest)", css)
    assert "url(https:" not in css


def test_no_template_asks_for_a_component_that_is_not_there() -> None:
    used = {
        (str(path.relative_to(settings.PROJECT)), name)
        for path in sorted((settings.PROJECT / "trellis").rglob("*.jinja"))
        for name in re.findall(r"\bui\.(\w+)\(", path.read_text(encoding="utf-8"))
    }
    assert sorted((path, name) for path, name in used if name not in COMPONENTS) == []


def test_no_template_holds_what_the_browser_would_refuse() -> None:
    holding = [
        (str(path.relative_to(settings.PROJECT)), found)
        for path in sorted((settings.PROJECT / "trellis").rglob("*.jinja"))
        for found in FORBIDDEN.findall(path.read_text(encoding="utf-8"))
    ]
    assert holding == []
