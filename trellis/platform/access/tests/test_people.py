"""Who may add and change people of the house, and what protects the house from being left without anybody."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from trellis.kernel.decisions import RuleBroken
from trellis.platform.access import actions, jobs, queries, rules
from trellis.platform.access.models import Membership, User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import membership, organisation, viewer
from trellis.platform.access.viewer import NotAllowed, Viewer
from trellis.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def boss():
    return viewer(Role.ADMINISTRATOR)


@pytest.fixture
def as_boss(client, boss):
    client.force_login(User.objects.get(pk=boss.user_id), backend=BACKEND)
    return client


def colleague(boss: Viewer, role: Role = Role.PRACTITIONER, **more: str) -> Membership:
    return membership(role, queries.own(boss).organisation, **more)


NEW = {"name": "Ana Mole", "email": "Ana.Mole@example.org", "role": "practitioner", "telephone": ""}


def test_somebody_who_is_added_is_invited_and_has_no_password(as_boss, boss):
    assert as_boss.post(reverse("new_person"), NEW)["Location"] == reverse("people")
    added = Membership.objects.get(user__email="ana.mole@example.org")
    assert (added.organisation_id, added.role) == (boss.organisation_id, "practitioner")
    assert not added.user.has_usable_password()
    assert AuditEvent.objects.get(about_id=added.pk).event == "person of the house added"


def test_the_invitation_leads_to_a_password_once(client, boss):
    added = actions.add_person(by=boss, name="Ana Mole", email="ana@example.org", role=Role.PRACTITIONER)
    jobs.invite(membership_id=str(added.pk))
    letter = mail.outbox[-1]
    assert letter.to == ["ana@example.org"]
    link = next(line for line in letter.body.splitlines() if "/password/new/" in line)
    path = link.removeprefix("http://127.0.0.1:8000")
    form = client.get(path)["Location"]
    assert client.post(form, {"password1": "short", "password2": "short"}).status_code == 200
    words = {"password1": "purple kettle walks far", "password2": "purple kettle walks far"}
    assert client.post(form, words).status_code == 302
    assert User.objects.get(pk=added.user_id).check_password("purple kettle walks far")
    assert "does not work any more" in client.get(path).text


@pytest.mark.parametrize("known", [True, False])
def test_a_forgotten_password_gets_the_same_answer_for_everybody(client, known):
    email = membership(Role.REFERRER).user.email if known else "nobody@example.org"
    answer = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
    assert answer.redirect_chain == [("/password/forgotten/sent/", 302)]
    assert email not in answer.text
    jobs.send_password_link(email=email)
    assert len(mail.outbox) == known


def test_a_referrer_needs_an_agency_and_a_profession(as_boss):
    answer = as_boss.post(reverse("new_person"), {**NEW, "role": "referrer", "agency": "", "profession": ""})
    assert answer.status_code == 200
    assert "Enter who they work for" in answer.text
    assert "Choose what they work as" in answer.text
    assert "Ana Mole" in answer.text


def test_nobody_is_added_twice(boss):
    there = colleague(boss)
    with pytest.raises(RuleBroken, match="already in your organisation"):
        actions.add_person(by=boss, name="Again", email=there.user.email.upper(), role=Role.SUPERVISOR)


def test_somebody_of_another_organisation_keeps_name_and_password(boss):
    elsewhere = membership(Role.PRACTITIONER)
    added = actions.add_person(by=boss, name="Another name", email=elsewhere.user.email, role=Role.COORDINATOR)
    assert added.user_id == elsewhere.user_id
    assert added.user.name == elsewhere.user.name
    assert added.user.has_usable_password()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators_manage_people(client, role):
    person = membership(role)
    by = Viewer.from_membership(person)
    with pytest.raises(NotAllowed):
        actions.add_person(by=by, name="Ana", email="ana@example.org", role=Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        actions.take_access_away(by=by, membership=person)
    client.force_login(person.user, backend=BACKEND)
    assert client.get(reverse("people")).status_code == 403
    assert client.get(reverse("administration")).status_code == 403


def test_another_organisations_people_do_not_exist_here(as_boss):
    stranger = membership(Role.PRACTITIONER, organisation(), name="Zebedee Strange")
    for name in ("person", "change_person"):
        assert as_boss.get(reverse(name, args=[stranger.pk])).status_code == 404
    for name in ("person_access", "person_invite", "change_person"):
        assert as_boss.post(reverse(name, args=[stranger.pk]), {"role": "commissioner"}).status_code == 404
    assert "Strange" not in as_boss.get(reverse("people"), {"words": "Zebedee"}).text


def test_nobody_changes_their_own_role_or_takes_their_own_access_away(boss):
    own = queries.own(boss)
    colleague(boss, Role.ADMINISTRATOR)
    with pytest.raises(RuleBroken, match="your own role"):
        actions.change_person(by=boss, membership=own, role=Role.REFERRER, agency="", profession="", telephone="")
    with pytest.raises(RuleBroken, match="your own access"):
        actions.take_access_away(by=boss, membership=own)


def test_the_last_administrator_stays():
    with pytest.raises(RuleBroken, match="last administrator"):
        rules.check_leaving(is_self=False, role=Role.ADMINISTRATOR, other_administrators=0)
    with pytest.raises(RuleBroken, match="last administrator"):
        rules.check_role_change(is_self=False, role=Role.ADMINISTRATOR, new_role=Role.REFERRER, other_administrators=0)
    rules.check_leaving(is_self=False, role=Role.ADMINISTRATOR, other_administrators=1)


def test_access_taken_away_ends_at_once_and_can_be_given_back(as_boss, boss, client):
    from django.test import Client

    there = colleague(boss)
    theirs = Client()
    theirs.force_login(there.user, backend=BACKEND)
    assert theirs.get("/").status_code == 200
    as_boss.post(reverse("person_access", args=[there.pk]), {"access": "take"})
    assert theirs.get("/")["Location"].startswith("/sign-in/")
    theirs.force_login(there.user, backend=BACKEND)
    assert theirs.get("/").status_code == 403
    assert there.user.name in as_boss.get(reverse("people"), {"access": "gone"}).text
    as_boss.post(reverse("person_access", args=[there.pk]), {"access": "give"})
    assert theirs.get("/").status_code == 200


def test_a_change_of_role_is_logged_and_leaves_no_agency_behind(as_boss, boss):
    there = colleague(boss, Role.REFERRER)
    as_boss.post(reverse("change_person", args=[there.pk]), {"role": "practitioner"})
    there.refresh_from_db()
    assert (there.role, there.agency, there.profession) == ("practitioner", "", "")
    event = AuditEvent.objects.get(event="person of the house changed")
    assert event.detail == {"changed": ["role", "agency", "profession"], "role": "practitioner"}


def test_the_list_is_found_by_name_and_role_and_has_pages(as_boss, boss):
    for number in range(30):
        colleague(boss, name=f"Person {number:02}")
    first = as_boss.get(reverse("people"))
    assert "page=2" in first.text
    assert "Person 29" in as_boss.get(reverse("people"), {"page": "2"}).text
    found = as_boss.get(reverse("people"), {"words": "person 17", "role": "practitioner"}).text
    assert "Person 17" in found
    assert "Person 16" not in found


def test_the_list_asks_the_database_the_same_however_many_there_are(as_boss, boss, django_assert_max_num_queries):
    for number in range(25):
        colleague(boss, name=f"Person {number:02}")
    with django_assert_max_num_queries(8):
        as_boss.get(reverse("people"))


def test_own_details(client):
    person = membership(Role.REFERRER)
    client.force_login(person.user, backend=BACKEND)
    answer = client.post(reverse("account_details"), {"name": "New Name", "telephone": "07700 900123"})
    assert answer["Location"] == reverse("account")
    page = client.get(reverse("account")).text
    assert "New Name" in page
    assert "Turned off" in page
