"""What is gathered, what is only suggested, and what leaves no trace."""

import datetime

import pytest
from django.utils import timezone

from trellis.features.families.models import Family, Seal, SealedAgainst, ShutOut, Sides
from trellis.features.families.tests.factories import family, person
from trellis.features.rights.actions import answering, asking, deciding
from trellis.features.rights.models import GatheredItem
from trellis.features.rights.queries import gathering
from trellis.features.rights.queries import requests as queries
from trellis.features.safety import actions as safety
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Organisation
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer
from trellis.platform.audit.actions import viewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return organisation()


@pytest.fixture
def by(house):
    return viewer(Role.SUPERVISOR, house)


def contact(by, home, of, value):
    from trellis.features.families import actions as families

    return families.record_safe_contact(by=by, family=home, person=of, channel="mobile", value=value, is_safe=True)


def incident(by, home, **values):
    given = {"on": datetime.date(2026, 3, 2), "kind": "threats", "severity": 2}
    return safety.record_incident(by=by, family=home, **{**given, **values})


def request_for(by, whom, **values):
    given = {"asked": "access", "asked_by": "themselves", "received_on": timezone.localdate()}
    return asking.take_down_request(by=by, person=whom, **{**given, **values})


def gathered(by, whom, recipients=()):
    search = gathering.search_for(by, whom, recipients)
    return list(gathering.gather(search)), search


def kept(by, whom, recipients=()):
    request = request_for(by, whom)
    found, search = gathered(by, whom, recipients)
    deciding.keep_gathered(by=by, request=request, search=search, found=found)
    return request, list(GatheredItem.objects.filter(request=request).order_by("number"))


def words(found):
    return "\n".join(part.words for each in found for part in each.parts)


def test_somebody_elses_telephone_is_not_theirs(by):
    home = family(by)
    son, mother = person(by, home, given_name="Kit"), person(by, home, given_name="Ann")
    contact(by, home, son, "+447700900111")
    contact(by, home, mother, "+447700900112")
    found, _ = gathered(by, son)
    assert "+447700900111" in words(found)
    assert "+447700900112" not in words(found)


def test_a_row_of_somebody_else_that_mentions_them_is_gathered_and_kept_back_when_it_tells_where(by):
    home = family(by)
    son, mother = person(by, home, given_name="Kit"), person(by, home, given_name="Ann")
    made = contact(by, home, mother, "+447700900112")
    made.note = "Never when Kit is there"
    made.save()
    _, items = kept(by, son)
    item = next(each for each in items if each.source_id == made.pk)
    assert (item.kind, item.suggested["choice"], item.contact_of_others) == ("mention", "withhold", True)
    with pytest.raises(RuleBroken, match="by itself"):
        deciding.decide_many(by=by, request=item.request, item_ids=[item.pk], choice="release")


def test_what_others_share_is_suggested_without_their_names(by):
    home = family(by)
    son, mother = person(by, home, given_name="Kit"), person(by, home, given_name="Ann")
    made = incident(by, home, harmed=mother, done_by=son, what_happened="Kit pushed Ann.", told_by="Mr Hale next door")
    _, items = kept(by, son)
    item = next(each for each in items if each.source_id == made.pk)
    assert item.kind == "shared"
    assert item.suggested["choice"] == "redact"
    deciding.decide_many(by=by, request=item.request, item_ids=[item.pk], choice="suggested")
    item.refresh_from_db()
    out = " ".join(part.words for part in queries.to_decide(item).out)
    assert "Kit pushed" in out
    assert "Ann" not in out
    assert "Hale" not in out


def two_sides(by):
    hers, his = family(by, "Her family"), family(by, "His family")
    mother = person(by, hers, given_name="Ann", family_name="Hale")
    father = person(by, his, given_name="Tom", family_name="Frost")
    secret = incident(by, hers, what_happened="Tom Frost came to the door again.")
    one, other = sorted((hers, his), key=lambda each: each.pk.int)
    Sides.objects.create(
        organisation_id=by.organisation_id, one=one, other=other, kept_by_id=by.membership_id, reason="Two sides"
    )
    return hers, his, mother, father, secret


def test_the_other_sides_file_is_never_suggested_and_withholding_it_leaves_no_trace(by, house):
    hers, his, _, father, secret = two_sides(by)
    incident(by, his, done_by=father, what_happened="He told us that he shouts.")
    request, items = kept(by, father)
    elsewhere = [each for each in items if each.kind == "elsewhere"]
    assert [each.source_id for each in elsewhere] == [secret.pk]
    for each in items:
        deciding.decide_many(by=by, request=request, item_ids=[each.pk], choice="suggested")
    out = queries.as_bytes(queries.payload(by, request, timezone.localdate())).decode()
    for word in ("door", "Ann", "Hale", "Her family", "another", "sides", str(hers.pk)):
        assert word not in out

    Sides.objects.all().delete()
    secret.delete()
    again, items = kept(by, father)
    for each in items:
        deciding.decide_many(by=by, request=again, item_ids=[each.pk], choice="suggested")
    without = queries.as_bytes(queries.payload(by, again, timezone.localdate())).decode()
    assert without == out


def test_a_supervisor_who_is_shut_out_of_one_side_gathers_nothing_of_it(by, house):
    hers, _, _, father, secret = two_sides(by)
    shut_out = viewer(Role.SUPERVISOR, house)
    ShutOut.objects.create(organisation=house, family=hers, membership_id=shut_out.membership_id, cause="other_side")
    found, search = gathered(shut_out, father)
    assert secret.pk not in {each.pk for each in found}
    assert "door" not in words(found)
    assert not set(search.other_names) & {"Ann", "Hale", "Ann Hale"}


def test_copies_are_seen_by_whoever_may_see_what_they_were_copied_from(by, house):
    hers, his, _, father, _ = two_sides(by)
    contact(by, his, father, "+447700900144")
    request, items = kept(by, father)
    assert "elsewhere" in {each.kind for each in items}
    other = viewer(Role.SUPERVISOR, house)
    ShutOut.objects.create(organisation=house, family=hers, membership_id=other.membership_id, cause="other_side")
    assert "elsewhere" not in {each.kind for each in queries.items(other, request.pk)}
    assert queries.progress(other, request.pk)["items"] < queries.progress(by, request.pk)["items"]
    reader_only = Seal.objects.create(
        organisation=house,
        family=his,
        person=father,
        fact="contact",
        kind="all_but_few",
        reason="He asked for it",
        source="Himself",
        sealed_by_id=by.membership_id,
    )
    reader_only.readers.create(organisation=house, membership_id=by.membership_id)
    seen = [part["words"] for each in queries.items(other, request.pk) for part in each.parts]
    assert "+447700900144" not in seen
    assert "+447700900144" in [part["words"] for each in queries.items(by, request.pk) for part in each.parts]


def test_a_child_of_both_files_is_told_of_one_when_a_parent_asks(by):
    from trellis.features.families import actions as families

    hers, his, _, father, _ = two_sides(by)
    child = person(by, his, given_name="Kit", family_name="Frost")
    families.add_existing_person(by=by, family=hers, person=child)
    hidden = incident(by, hers, harmed=child, what_happened="Kit hid.")
    found, _ = gathered(by, child, [father.pk])
    kinds = {each.pk: each.kind for each in found}
    assert kinds[hidden.pk] == "elsewhere"


def test_what_is_sealed_from_whoever_asks_is_not_gathered(by, house):
    home = family(by)
    child, father = person(by, home, given_name="Kit"), person(by, home, given_name="Tom")
    contact(by, home, child, "+447700900133")
    seal = Seal.objects.create(
        organisation=house,
        family=home,
        person=child,
        fact="contact",
        kind="people",
        reason="The court said so",
        source="Order",
        sealed_by_id=by.membership_id,
    )
    SealedAgainst.objects.create(organisation=house, seal=seal, person=father)
    assert "+447700900133" in words(gathered(by, child)[0])
    found, _ = gathered(by, child, [father.pk])
    assert "+447700900133" not in words(found)
    assert "court" not in words(found)


def test_records_of_who_is_kept_from_whom_are_never_gathered(by):
    hers, _, _, father, _ = two_sides(by)
    found, _ = gathered(by, father)
    restrictions = {"families.Sides", "families.ShutOut", "families.Seal", "families.MustNotKnow"}
    assert not {each.model for each in found} & restrictions
    assert Family.objects.filter(pk=hers.pk).exists()


def test_who_looked_is_told_as_kinds_of_people(by, house):
    home = family(by)
    son = person(by, home)
    practitioner = viewer(Role.PRACTITIONER, house, name="Hannah Whitlock")
    viewed(practitioner, home, son)
    found, _ = gathered(by, son)
    log = found[-1]
    assert log.kind == "log"
    assert "Practitioners" in [part.label for part in log.parts]
    assert "Whitlock" not in words(found)
    assert str(practitioner.membership_id) not in words(found)


def test_looks_at_another_familys_file_are_not_counted(by):
    hers, _, _, father, secret = two_sides(by)
    before = [part.words for each in gathered(by, father)[0] if each.kind == "log" for part in each.parts]
    viewed(by, hers, secret)
    after = [part.words for each in gathered(by, father)[0] if each.kind == "log" for part in each.parts]
    assert before == after


def test_nothing_of_another_organisation_is_gathered(by):
    home = family(by)
    son = person(by, home, given_name="Kit", family_name="Hale")
    elsewhere = viewer(Role.SUPERVISOR)
    theirs = family(elsewhere)
    made = incident(elsewhere, theirs, what_happened="Kit Hale was here.")
    assert made.pk not in {each.pk for each in gathered(by, son)[0]}


def test_the_answer_waits_for_identity_decisions_and_a_second_person(by, house):
    home = family(by)
    son = person(by, home)
    request, items = kept(by, son)
    with pytest.raises(RuleBroken, match="who they say"):
        answering.send_to_check(by=by, request=request)
    asking.check_identity(by=by, request=request, how="A passport", on=timezone.localdate())
    with pytest.raises(RuleBroken, match="not decided"):
        answering.send_to_check(by=by, request=request)
    deciding.decide_many(by=by, request=request, item_ids=[each.pk for each in items], choice="suggested")
    answering.send_to_check(by=by, request=request)
    with pytest.raises(RuleBroken, match="changed now"):
        deciding.decide_many(by=by, request=request, item_ids=[items[0].pk], choice="suggested")
    with pytest.raises(RuleBroken, match="decided none"):
        answering.release(by=by, request=request, sent_how="By hand")
    second = viewer(Role.SUPERVISOR, Organisation.objects.get(pk=house.pk))
    answered = answering.release(by=second, request=request, sent_how="By hand")
    assert answered.released_checksum == queries.checksum(queries.payload(second, answered, answered.answered_on))
    answering.forget_copy(by=second, request=answered)
    answered.refresh_from_db()
    assert answered.released is None
    assert answered.released_checksum
    assert not GatheredItem.objects.filter(request=answered).exists()


def test_words_are_taken_out_of_one_item_by_hand(by):
    home = family(by)
    son, mother = person(by, home, given_name="Kit"), person(by, home, given_name="Ann")
    incident(by, home, harmed=son, done_by=mother, what_happened="Gran in Mill Lane heard it.")
    request, items = kept(by, son)
    item = next(each for each in items if each.source_model == "safety.Incident")
    key = next(part["key"] for part in item.parts if "Mill Lane" in part["words"])
    chosen = {"choice": "redact", "basis": "third_party", "reason": "Gran did not agree"}
    with pytest.raises(RuleBroken, match="does not stand"):
        deciding.decide(by=by, request=request, item_id=item.pk, words={key: ["Hill Lane"]}, **chosen)
    decided = deciding.decide(by=by, request=request, item_id=item.pk, words={key: ["Gran", "Mill Lane"]}, **chosen)
    out = next(part.words for part in queries.to_decide(decided).out if part.key == key)
    assert out == "[taken out] in [taken out] heard it."
