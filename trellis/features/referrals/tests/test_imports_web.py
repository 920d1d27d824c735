"""The pages of imports."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from trellis.features.programmes.rules.built_in import built_in_definition
from trellis.features.programmes.tests.factories import offer
from trellis.features.referrals.models import Referral, ReferralImport
from trellis.features.referrals.spreadsheet import actions
from trellis.features.referrals.tests.sheets import csv_of, rows_of_families
from trellis.platform.access.models import Organisation, User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import Viewer
from trellis.platform.documents.kinds import Kind
from trellis.platform.documents.spreadsheet import read_table
from trellis.platform.documents.tests.files import upload
from trellis.platform.jobs import running
from trellis.platform.jobs.models import BackgroundJob

pytestmark = pytest.mark.django_db
PACT = built_in_definition("pact")


def _coordinator() -> Viewer:
    by = viewer(Role.COORDINATOR)
    offer(Organisation.objects.get(pk=by.organisation_id), "pact")
    return by


def _signed_in(by: Viewer) -> Client:
    browser = Client()
    browser.force_login(User.objects.get(pk=by.user_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def _imported(by: Viewer, count: int = 2) -> ReferralImport:
    content = csv_of(PACT, rows_of_families(PACT, count))
    return actions.begin_import(by=by, programme_key="pact", upload=upload("families.csv", content))


def _page(imported: ReferralImport, name: str = "import") -> str:
    return reverse(f"referrals:{name}", args=[imported.pk])


def test_from_the_template_to_the_referrals() -> None:
    by = _coordinator()
    browser = _signed_in(by)
    new = browser.get(reverse("referrals:new_import")).content.decode()
    assert reverse("referrals:import_template", args=["pact", "xlsx"]) in new
    file = upload("families.csv", csv_of(PACT, rows_of_families(PACT, 3)))
    answer = browser.post(reverse("referrals:new_import"), {"programme": "pact", "upload": file})
    imported = ReferralImport.objects.get()
    assert answer["Location"] == _page(imported)
    looked = browser.get(answer["Location"]).content.decode()
    assert "Bring in 3 referrals" in looked
    assert "Kit" in looked
    assert not Referral.objects.exists()
    browser.post(_page(imported, "bring_in"))
    moving = browser.get(_page(imported)).content.decode()
    assert "data-progress" in moving
    assert '<noscript><meta http-equiv="refresh"' in moving
    running.run_pending()
    done = browser.get(_page(imported)).content.decode()
    assert "3 referrals brought in." in done
    for referral in Referral.objects.all():
        assert reverse("referrals:referral", args=[referral.pk]) in done
    assert "families.csv" in browser.get(reverse("referrals:imports")).content.decode()


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_templates_can_be_downloaded(ending: str) -> None:
    browser = _signed_in(_coordinator())
    answer = browser.get(reverse("referrals:import_template", args=["pact", ending]))
    assert answer["Content-Disposition"] == f'attachment; filename="referrals-pact.{ending}"'
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert "Family number" in read_table(content, Kind(ending)).headers
    for key, other in (("m-pact", ending), ("pact", "exe"), ("no-such", ending)):
        assert browser.get(reverse("referrals:import_template", args=[key, other])).status_code == 404


def test_what_was_chosen_is_kept_when_the_file_is_wrong() -> None:
    browser = _signed_in(_coordinator())
    file = upload("families.csv", b"MZ\x90\x00\x00")
    page = browser.post(reverse("referrals:new_import"), {"programme": "pact", "upload": file}).content.decode()
    assert "a Windows program" in page
    assert 'value="pact" checked' in page
    nothing = browser.post(reverse("referrals:new_import"), {}).content.decode()
    assert "Choose the file to bring in" in nothing


def test_problems_are_shown_and_can_be_downloaded_harmless() -> None:
    by = _coordinator()
    rows = rows_of_families(PACT, 2)
    rows[0]["people.birth_date"] = "=1+1"
    imported = actions.begin_import(by=by, programme_key="pact", upload=upload("families.csv", csv_of(PACT, rows)))
    browser = _signed_in(by)
    page = browser.get(_page(imported)).content.decode()
    assert "1 thing to put right" in page
    assert "E: Date of birth" in page
    answer = browser.get(_page(imported, "import_problems"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "'=1+1" in text
    refused = browser.post(_page(imported, "bring_in"), follow=True).content.decode()
    assert "cannot be brought in now" in refused


def test_when_it_did_not_work_it_can_be_tried_again_or_deleted() -> None:
    by = _coordinator()
    imported = actions.ask_to_bring_in(by=by, imported=_imported(by))
    BackgroundJob.objects.update(status="failed", message="A fault on our side stopped this.")
    browser = _signed_in(by)
    page = browser.get(_page(imported)).content.decode()
    assert "A fault on our side" in page
    assert "Try again" in page
    browser.post(_page(imported, "bring_in"))
    running.run_pending()
    assert Referral.objects.count() == 2


def test_it_can_be_dropped() -> None:
    by = _coordinator()
    imported = _imported(by)
    browser = _signed_in(by)
    browser.post(_page(imported, "drop_import"))
    assert "decided not to bring in" in browser.get(_page(imported)).content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_others_may_not(role: Role) -> None:
    by = _coordinator()
    imported = _imported(by)
    browser = _signed_in(viewer(role, Organisation.objects.get(pk=by.organisation_id)))
    addresses = [reverse("referrals:imports"), reverse("referrals:new_import"), _page(imported)]
    addresses += [reverse("referrals:import_template", args=["pact", "csv"]), _page(imported, "import_problems")]
    assert {browser.get(address).status_code for address in addresses} == {403}
    assert {browser.post(_page(imported, name)).status_code for name in ("bring_in", "drop_import")} == {403}


def test_another_organisation_does_not_find_it() -> None:
    imported = _imported(_coordinator())
    browser = _signed_in(_coordinator())
    assert browser.get(_page(imported)).status_code == 404
    assert browser.get(_page(imported, "import_problems")).status_code == 404
    assert browser.post(_page(imported, "bring_in")).status_code == 404
    assert "families.csv" not in browser.get(reverse("referrals:imports")).content.decode()
