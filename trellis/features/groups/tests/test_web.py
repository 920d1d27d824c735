"""The pages of groups: steps, preview, the sheet, placing with undo, changes; and who reaches them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.features.groups import actions
from trellis.features.groups.models import Circle, Closure, Group, Place, Room, Venue
from trellis.features.groups.queries.groups import sessions_by_week
from trellis.features.groups.tests import factories as make
from trellis.features.journeys.tests.factories import journey
from trellis.features.programmes.tests.factories import offer, programme_version
from trellis.features.workforce.tests.factories import staff_member
from trellis.platform.access.models import Organisation, User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import Viewer

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(client: Client, who: Viewer) -> Client:
    client.force_login(User.objects.get(pk=who.user_id), backend=BACKEND)
    return client


@pytest.fixture
def by() -> Viewer:
    return viewer(Role.COORDINATOR)


@pytest.fixture
def page(client: Client, by: Viewer) -> Client:
    return signed_in(client, by)


def _go(page: Client, address: str, **answers: Any) -> Any:
    query = {name: values for name, values in parse_qs(urlsplit(address).query).items() if name != "go"}
    return page.get(urlsplit(address).path, {**query, **answers, "go": "1"})


def test_a_group_is_made_in_steps_and_saved_only_after_the_preview(page: Client, by: Viewer) -> None:
    offer(Organisation.objects.get(pk=by.organisation_id), "pact")
    version = programme_version("pact")
    at = make.venue(by)
    rooms = list(Room.objects.filter(venue=at).order_by("pk"))
    woman, other, mentor = staff_member(by), staff_member(by), staff_member(by, duties=["parent_mentor"])
    first = make.first_tuesday()
    make.closure(by, first + timedelta(weeks=1))

    step = _go(page, reverse("groups:new"), programme=str(version.pk))
    assert step.status_code == 302
    wrong = _go(page, step.url, name="", venue=str(at.pk), starts="25:00", first_day_day="31", first_day_month="2",
                first_day_year="2027")  # fmt: skip
    assert wrong.status_code == 200
    assert "must be a real date" in wrong.text
    assert 'value="25:00"' in wrong.text
    step = _go(page, step.url, name="PACT Tuesdays", venue=str(at.pk), starts="5:30pm", first_day_day=str(first.day),
               first_day_month=str(first.month), first_day_year=str(first.year))  # fmt: skip
    assert step.status_code == 302
    shared = _go(page, step.url, circles=["parents", "young_people--girls"],
                 **{"room_parents": str(rooms[0].pk), "room_young_people--girls": str(rooms[0].pk)})  # fmt: skip
    assert "need rooms of their own" in shared.text
    step = _go(page, step.url, circles=["parents", "young_people--girls"],
               **{"room_parents": str(rooms[0].pk), "room_young_people--girls": str(rooms[1].pk)})  # fmt: skip
    assert step.status_code == 302
    shown = page.get(step.url)
    assert woman.name in shown.text
    step = _go(page, step.url, staff_parents_practitioner=[str(woman.pk), str(other.pk)],
               staff_parents_parent_mentor=[str(mentor.pk)])  # fmt: skip
    assert step.status_code == 302
    preview = page.get(step.url)
    assert "Nothing is saved yet" in preview.text
    assert "No session: Half-term" in preview.text
    assert "Two female members of staff" in preview.text
    assert not Group.objects.exists()

    saved = page.post(reverse("groups:preview"), parse_qs(urlsplit(step.url).query), follow=True)
    assert "PACT Tuesdays is made" in saved.text
    group = Group.objects.get()
    assert [circle.title for circle in group.circles.order_by("pk")] == ["Parents' group", "Girls' group"]
    assert group.circles.get(strand_key="parents").staff.count() == 3

    again = page.post(reverse("groups:preview"), parse_qs(urlsplit(step.url).query))
    assert "is taken" in again.text
    assert Group.objects.count() == 1


def test_a_step_too_early_goes_back_to_what_is_missing(page: Client, by: Viewer) -> None:
    offer(Organisation.objects.get(pk=by.organisation_id), "pact")
    assert page.get(reverse("groups:new_step", args=["staff"])).status_code == 302
    assert page.get(reverse("groups:preview")).url.startswith(reverse("groups:new"))
    assert page.get(reverse("groups:preview") + "?programme=x&venue=y&first_day=z").status_code == 302
    assert page.get(reverse("groups:new_step", args=["nonsense"])).status_code == 404


def test_the_group_page_is_the_sheet_on_the_wall(page: Client, by: Viewer) -> None:
    made = make.group(by, first_day=make.first_tuesday(-1))
    family = make.placed_journey(by, made)
    shown = page.get(reverse("groups:group", args=[made.pk]))
    assert "Girls&#39; group" in shown.text
    assert "Staying safe" in shown.text
    assert family.family.name in shown.text
    assert "Register" in shown.text
    assert "(past)" in shown.text
    assert "Rules" in shown.text
    assert page.get(reverse("groups:sheet", args=[made.pk])).status_code == 200
    assert family.family.name not in page.get(reverse("groups:sheet", args=[made.pk])).text


def test_families_are_placed_ticked_undone_and_taken_out(page: Client, by: Viewer) -> None:
    made = make.group(by)
    fits, other, father = journey(by), journey(by), journey(by, genders=["male", "male"])
    address = reverse("groups:places", args=[made.pk])
    shown = page.get(address)
    assert shown.text.count("tick-") >= 2
    assert "Does not fit" in shown.text
    assert "Wanted: Female" in shown.text

    sent = page.post(reverse("groups:add", args=[made.pk]), {"journeys": [str(fits.pk), str(other.pk)]}, follow=True)
    assert Place.objects.filter(left_on__isnull=True).count() == 4
    assert "have places" in sent.text
    page.post(reverse("groups:undo", args=[made.pk]), {"placed": [str(other.pk)]})
    assert Place.objects.filter(left_on__isnull=True).count() == 2

    refused = page.post(reverse("groups:add", args=[made.pk]), {"one": str(father.pk)})
    assert refused.status_code == 200
    assert "has no place:" in refused.text
    none = page.post(reverse("groups:add", args=[made.pk]), {"journeys": ["nonsense"]})
    assert "Tick the families to place" in none.text

    remove = reverse("groups:remove", args=[made.pk, fits.pk])
    assert "Enter the reason" in page.post(remove, {"why": ""}).text
    sent = page.post(remove, {"why": "They moved"}, follow=True)
    assert "The family is taken out" in sent.text
    page.post(reverse("groups:undo", args=[made.pk]), {"removed": [str(fits.pk)]})
    assert Place.objects.filter(left_on__isnull=True).count() == 2


def test_a_family_that_needs_a_choice_or_a_reason_is_looked_at_closer(page: Client, by: Viewer) -> None:
    made = make.group(by)
    asked = journey(by, genders=["female", "another"])
    address = reverse("groups:family", args=[made.pk, asked.pk])
    assert "Ask Jamie which suits them" in page.get(address).text
    assert "Choose the circle for Jamie" in page.post(address, {}).text
    child = asked.participants.get(strand_key="young_people")
    boys = make.circle(made, "young_people", "boys")
    page.post(address, {f"circle_{child.pk}": str(boys.pk)})
    assert Place.objects.get(participant=child).circle == boys

    father = journey(by, genders=["male", "male"])
    address = reverse("groups:family", args=[made.pk, father.pk])
    child = father.participants.get(strand_key="young_people")
    refused = page.post(address, {f"circle_{child.pk}": str(boys.pk)})
    assert "Enter the reason" in refused.text
    page.post(address, {f"circle_{child.pk}": str(boys.pk), "despite": "The supervisor agreed."})
    assert Place.objects.filter(participant__journey=father, despite="The supervisor agreed.").count() == 2


def test_moving_sessions_shows_first_and_saves_after(page: Client, by: Viewer) -> None:
    made = make.group(by)
    address = reverse("groups:schedule", args=[made.pk])
    day = made.first_day + timedelta(days=2)
    values = {"number": "1", "to_day": day.day, "to_month": day.month, "to_year": day.year, "spread": "all"}
    shown = page.post(address, values)
    assert "What would move" in shown.text
    made.refresh_from_db()
    assert made.first_day != day
    page.post(address, {**values, "save": "1"})
    made.refresh_from_db()
    assert made.first_day == day
    past = page.post(address, {**values, "to_year": 2020})
    assert "is past. Choose today or later" in past.text


def test_time_venue_rooms_and_staff_change(page: Client, by: Viewer) -> None:
    made = make.group(by)
    other = make.venue(by)
    rooms = dict(zip(made.circles.order_by("pk"), other.rooms.order_by("pk"), strict=False))
    address = reverse("groups:slot", args=[made.pk])
    shown = page.post(address, {"venue": str(other.pk), "starts": "6pm", "rooms": "1"})
    assert "There is a problem" not in shown.text
    assert str(next(iter(rooms.values())).pk) in shown.text
    values = {f"room_{circle.pk}": str(room.pk) for circle, room in rooms.items()}
    sent = page.post(address, {"venue": str(other.pk), "starts": "6pm", **values}, follow=True)
    assert "36 sessions changed" in sent.text

    member = staff_member(by)
    parents = make.circle(made, "parents")
    address = reverse("groups:staff", args=[made.pk, parents.pk])
    page.post(address, {"duty_practitioner": [str(member.pk)]})
    assert [row.staff for row in parents.staff.all()] == [member]


def test_starting_asks_for_a_reason_when_rules_are_broken(page: Client, by: Viewer) -> None:
    made = make.group(by, with_staff=False)
    make.placed_journey(by, made)
    address = reverse("groups:start", args=[made.pk])
    assert "still to find" in page.get(address).text
    assert "Enter the reason" in page.post(address, {}).text
    page.post(address, {"despite": "Others stand in."})
    made.refresh_from_db()
    assert made.status == "running"
    sent = page.post(reverse("groups:finish", args=[made.pk]), follow=True)
    assert "has no register yet" in sent.text
    sent = page.post(reverse("groups:cancel", args=[made.pk]), {"why": "The building is shut"}, follow=True)
    assert "is cancelled" in sent.text


def test_venues_rooms_and_closures(page: Client) -> None:
    page.post(reverse("groups:add_venue"), {"name": "St Mark's Hall", "postcode": "ls1 1aa"})
    at = Venue.objects.get()
    assert at.postcode == "LS1 1AA"
    assert "There is a venue called" in page.post(reverse("groups:add_venue"), {"name": "St Mark's Hall"}).text
    address = reverse("groups:venue", args=[at.pk])
    assert "must be a whole number" in page.post(address, {"name": "Rose room", "seats": "many"}).text
    page.post(address, {"name": "Rose room", "seats": "12"})
    room = Room.objects.get()
    page.post(reverse("groups:change_room", args=[at.pk, room.pk]), {"name": "Rose", "seats": "14", "is_active": "no"})
    room.refresh_from_db()
    assert (room.name, room.seats, room.is_active) == ("Rose", 14, False)

    day = timezone.localdate() + timedelta(days=30)
    parts = {"day": day.day, "month": day.month, "year": day.year}
    values = {f"{which}_{part}": value for which in ("first_day", "last_day") for part, value in parts.items()}
    page.post(reverse("groups:closures"), {"why": "Half-term", **values})
    closed = Closure.objects.get()
    assert "Half-term" in page.get(reverse("groups:closures")).text
    assert "Christmas Day" in page.get(reverse("groups:closures")).text
    wrong = page.post(reverse("groups:closures"), {"why": "Back to front", **values, "last_day_year": day.year - 1})
    assert "is before the first" in wrong.text
    assert "Back to front" in wrong.text
    page.post(reverse("groups:remove_closure", args=[closed.pk]))
    assert not Closure.objects.exists()


def test_today_names_groups_that_form(page: Client, by: Viewer) -> None:
    from trellis.features.groups.queries.panels import forming_groups, journey_places

    assert forming_groups(by, None, timezone.localdate()) is None
    made = make.group(by)
    family = make.placed_journey(by, made)
    found = forming_groups(by, None, timezone.localdate())
    assert found is not None
    assert found["rows"][0]["families"] == 1
    places = journey_places(by, family, timezone.localdate())
    assert places is not None
    assert {row["circle"] for row in places["rows"]} == {"Parents' group", "Boys' group"}


GROUP_PAGES = ("group", "sheet", "places", "schedule", "slot", "start", "cancel")


def test_another_house_finds_nothing(client: Client, by: Viewer) -> None:
    made = make.group(by)
    family = make.placed_journey(by, made)
    signed_in(client, viewer(Role.COORDINATOR))
    for name in GROUP_PAGES:
        assert client.get(reverse(f"groups:{name}", args=[made.pk])).status_code == 404, name
    assert client.get(reverse("groups:remove", args=[made.pk, family.pk])).status_code == 404
    assert client.get(reverse("groups:family", args=[made.pk, family.pk])).status_code == 404
    assert client.post(reverse("groups:add", args=[made.pk]), {"one": str(family.pk)}).status_code == 404
    assert client.get(reverse("groups:venue", args=[made.venue_id])).status_code == 404
    assert made.name not in client.get(reverse("groups:groups")).text


@pytest.mark.parametrize("role", list(Role))
def test_who_reaches_what(client: Client, by: Viewer, role: Role) -> None:
    made = make.group(by)
    signed_in(client, viewer(role, Organisation.objects.get(pk=by.organisation_id)))
    works = role in {Role.COORDINATOR, Role.SUPERVISOR}
    listed = client.get(reverse("groups:groups")).status_code
    assert listed == (200 if works or role is Role.PRACTITIONER else 403)
    for name in GROUP_PAGES:
        status = client.get(reverse(f"groups:{name}", args=[made.pk])).status_code
        assert status == 200 if works else status in {403, 404}, name
    venues = client.get(reverse("groups:venues")).status_code
    assert venues == (403 if role in {Role.REFERRER, Role.COMMISSIONER, Role.LICENSOR} else 200)


def test_a_practitioner_sees_the_group_that_they_run_and_the_families_who_come_to_them(
    client: Client, by: Viewer
) -> None:
    made = make.group(by)
    worker = viewer(Role.PRACTITIONER, Organisation.objects.get(pk=by.organisation_id))
    member = staff_member(by, membership=worker)
    girls = make.circle(made, "young_people", "girls")
    actions.set_circle_staff(by=by, circle_id=girls.pk, staff=[(member.pk, "practitioner")])
    mine = make.placed_journey(by, made, genders=["female", "female"])
    others = make.placed_journey(by, made, genders=["female", "male"])
    shown = signed_in(client, worker).get(reverse("groups:group", args=[made.pk])).text
    assert mine.family.name in shown
    assert others.family.name not in shown
    assert "Rules" not in shown


def test_pages_ask_few_questions_however_many_people_there_are(
    page: Client, by: Viewer, django_assert_max_num_queries: Any
) -> None:
    large = make.venue(by, rooms=[("Hall", 60), ("Second hall", 60), ("Third hall", 60)])
    made = make.group(by, at=large)
    for _ in range(6):
        make.placed_journey(by, made)
    for _ in range(8):
        journey(by)
    for name in ("group", "places"):
        page.get(reverse(f"groups:{name}", args=[made.pk]))
        with django_assert_max_num_queries(20):
            page.get(reverse(f"groups:{name}", args=[made.pk]))
    with django_assert_max_num_queries(20):
        page.get(reverse("groups:groups"))


def test_what_is_not_there_is_not_found(page: Client) -> None:
    for name in GROUP_PAGES:
        assert page.get(reverse(f"groups:{name}", args=[uuid.uuid4()])).status_code == 404


def test_multi_family_groups_show_weeks_with_each_family_by_itself(page: Client, by: Viewer) -> None:
    made = make.group(by, "m-pact")
    shown = page.get(reverse("groups:group", args=[made.pk])).text
    assert "with each family by itself" in shown
    assert "All together" in shown
    assert len(sessions_by_week(Circle.objects.filter(group=made))) == 8
