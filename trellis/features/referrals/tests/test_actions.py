"""Actions: drafting, sending, identity, screening, deciding."""

from __future__ import annotations

import pytest
from django.utils import timezone

from trellis.features.families.models import Family, Household, Occupation, Person, Relationship, SafeContact
from trellis.features.programmes.rules.built_in import built_in_definitions
from trellis.features.referrals import actions, queries
from trellis.features.referrals.models import (
    KnownFact,
    Referral,
    ReferralEvent,
    ReferredPerson,
    Screening,
    ScreeningDecision,
)
from trellis.features.referrals.rules import ReferralStatus
from trellis.features.referrals.rules.asking import Asked
from trellis.features.referrals.tests.factories import (
    accepted_referral,
    draft,
    full_draft,
    referrer_of,
    submitted_referral,
)
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Organisation
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import NotAllowed, Viewer
from trellis.platform.documents.models import Document
from trellis.platform.notifications.models import Message

pytestmark = pytest.mark.django_db
DAY = {"on_day_why": "Today"}


def colleague(of: Viewer, role: Role) -> Viewer:
    return viewer(role, Organisation.objects.get(pk=of.organisation_id))


def fresh(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


def test_a_draft_knows_who_writes_it(referrer: Viewer) -> None:
    made = draft(referrer)
    assert made.status == ReferralStatus.DRAFT
    assert made.answers["referrer"]["about"]["agency"] == referrer.agency
    assert len(made.reference) == 8


def test_a_programme_that_is_not_offered_takes_no_referrals(referrer: Viewer) -> None:
    with pytest.raises(RuleBroken, match="takes no referrals"):
        actions.begin_referral(by=referrer, programme_key="pact")


def test_what_is_wrong_is_kept_as_it_was_typed(referrer: Viewer) -> None:
    made = draft(referrer)
    typed = {"given_name": "An\x00na", "birth_date": {"day": "31", "month": "2", "year": "2011"}}
    actions.save_page(by=referrer, referral=made, section="people", item="p1", values=typed)
    assert fresh(made).answers["people"]["p1"] == {
        "given_name": "Anna",
        "birth_date": {"day": "31", "month": "2", "year": "2011"},
    }


def test_two_tabs_keep_each_others_pages(referrer: Viewer) -> None:
    first = draft(referrer)
    second = Referral.objects.get(pk=first.pk)
    actions.save_page(by=referrer, referral=first, section="people", item="p1", values={"given_name": "Anna"})
    actions.save_page(by=referrer, referral=second, section="people", item="p2", values={"given_name": "Ben"})
    actions.save_page(by=referrer, referral=first, section="happening", item="words", values={"hopes": "Peace"})
    answers = fresh(first).answers
    assert set(answers["people"]) == {"p1", "p2"}
    assert answers["happening"]["words"] == {"hopes": "Peace"}


def test_nobody_else_changes_a_draft(coordinator: Viewer, referrer: Viewer) -> None:
    made = draft(referrer)
    for other in (coordinator, referrer_of(coordinator)):
        with pytest.raises(Referral.DoesNotExist):
            actions.save_page(by=other, referral=made, section="people", item="p1", values={})


def test_an_unfinished_draft_is_not_sent(referrer: Viewer) -> None:
    with pytest.raises(RuleBroken) as refused:
        actions.submit(by=referrer, referral=draft(referrer))
    assert ("people", "Add the people of the family") in refused.value.problems


def test_a_family_nobody_knows_is_ready_to_screen_at_once(referrer: Viewer) -> None:
    sent = submitted_referral(referrer)
    assert sent.status == ReferralStatus.SCREENING
    family = sent.family
    assert isinstance(family, Family)
    people = list(Person.objects.filter(families=family))
    assert len(people) == 2
    assert Relationship.objects.filter(family=family, kind="mother", parental_responsibility="yes").count() == 1
    assert Household.objects.get(family=family).people.count() == 2
    assert SafeContact.objects.filter(person__in=people, is_safe=True).count() == 2
    assert Occupation.objects.filter(person__in=people, kind="school").count() == 1
    assert [e.way for e in ReferralEvent.objects.filter(referral=sent)] == ["submit", "identify"]


def test_a_sent_referral_keeps_its_answers(referrer: Viewer) -> None:
    sent = submitted_referral(referrer)
    with pytest.raises(RuleBroken, match="has been sent"):
        actions.save_page(by=referrer, referral=sent, section="people", item="p1", values={"given_name": "Eve"})


def _known_before(coordinator: Viewer, referrer: Viewer) -> tuple[Referral, Referral]:
    first = submitted_referral(referrer)
    again = full_draft(referrer)
    again.answers = {**first.answers}
    again.save(update_fields=["answers"])
    return first, actions.submit(by=referrer, referral=again)


def test_somebody_who_may_be_known_waits_for_a_coordinator(coordinator: Viewer, referrer: Viewer) -> None:
    first, second = _known_before(coordinator, referrer)
    assert second.status == ReferralStatus.IDENTITY_CHECK
    assert second.family is None
    row = ReferredPerson.objects.filter(referral=second).order_by("position")[0]
    same = ReferredPerson.objects.filter(referral=first).order_by("position")[0].person
    assert same is not None
    actions.identify(by=coordinator, referral=second, known={row.pk: same.pk}, family_id=first.family_id)
    row.refresh_from_db()
    assert row.person_id == same.pk
    assert fresh(second).family_id == first.family_id
    assert Person.objects.filter(families=first.family).count() == 3


def test_two_people_of_a_referral_are_not_the_same(coordinator: Viewer, referrer: Viewer) -> None:
    first, second = _known_before(coordinator, referrer)
    same = ReferredPerson.objects.filter(referral=first)[0].person
    assert same is not None
    rows = ReferredPerson.objects.filter(referral=second)
    with pytest.raises(RuleBroken, match="same person"):
        actions.identify(by=coordinator, referral=second, known={row.pk: same.pk for row in rows})


def test_a_referrer_does_not_identify_or_screen(referrer: Viewer) -> None:
    sent = submitted_referral(referrer)
    with pytest.raises(NotAllowed):
        actions.identify(by=referrer, referral=sent, known={})
    with pytest.raises(NotAllowed):
        actions.accept(by=referrer, referral=sent, on_day=timezone.localdate(), **DAY)


@pytest.mark.parametrize("key", [definition.key for definition in built_in_definitions()])
def test_every_programme_accepts_a_family_that_suits(key: str, coordinator: Viewer) -> None:
    accepted = accepted_referral(coordinator, key)
    assert accepted.status == ReferralStatus.ACCEPTED
    assert Screening.objects.get(referral=accepted).outcome == "met"
    message = Message.objects.get(to=accepted.made_by)
    assert "accepted" in message.body
    assert not any(person.given_name in message.body for person in ReferredPerson.objects.filter(referral=accepted))


def _not_known(coordinator: Viewer, referrer: Viewer) -> Referral:
    made = full_draft(referrer)
    facts = {**made.answers["happening"]["facts"], "abuse_is_pattern": "not_known"}
    actions.save_page(by=referrer, referral=made, section="happening", item="facts", values=facts)
    return actions.submit(by=referrer, referral=made)


def test_what_is_not_known_keeps_from_accepting(coordinator: Viewer, referrer: Viewer) -> None:
    sent = _not_known(coordinator, referrer)
    with pytest.raises(RuleBroken, match="Not every criterion"):
        actions.accept(by=coordinator, referral=sent, on_day=timezone.localdate(), **DAY)
    assert not Screening.objects.filter(referral=sent).exists()
    with pytest.raises(RuleBroken, match="who said so"):
        actions.record_fact(by=coordinator, referral=sent, key="abuse_is_pattern", answer="yes")
    actions.record_fact(
        by=coordinator, referral=sent, key="abuse_is_pattern", answer="yes", said_by="The mother, by telephone"
    )
    actions.accept(by=coordinator, referral=sent, on_day=timezone.localdate(), **DAY)


def test_wrong_answers_about_facts_are_refused(coordinator: Viewer, referrer: Viewer) -> None:
    sent = submitted_referral(referrer)
    for key, answer in (("abuse_is_pattern", "perhaps"), ("age", "15"), ("nothing", "yes"), ("gender", "female")):
        with pytest.raises(RuleBroken):
            actions.record_fact(by=coordinator, referral=sent, key=key, answer=answer, said_by="Somebody")


def test_a_birth_date_told_later_reaches_the_person(coordinator: Viewer, referrer: Viewer) -> None:
    sent = submitted_referral(referrer)
    child = ReferredPerson.objects.get(referral=sent, position=1)
    actions.record_fact(
        by=coordinator, referral=sent, key="birth_date", answer="2011-05-06", about=child, said_by="The school"
    )
    assert child.person is not None
    child.person.refresh_from_db()
    assert child.person.birth_date.isoformat() == "2011-05-06"
    facts = queries.facts_of(coordinator, sent)
    assert facts.people[1].values["birth_date"].isoformat() == "2011-05-06"


def test_more_is_asked_and_answered(coordinator: Viewer, referrer: Viewer) -> None:
    sent = _not_known(coordinator, referrer)
    asked = [
        Asked("q1", "Was it one incident?", fact="abuse_is_pattern"),
        Asked("q2", "Does the school know?"),
    ]
    actions.ask_for_more(
        by=coordinator, referral=sent, on_day=timezone.localdate(), questions=asked, on_day_why="Today"
    )
    assert fresh(sent).status == ReferralStatus.MORE_NEEDED
    assert Message.objects.get(to_id=referrer.membership_id).link == f"/referrals/{sent.pk}/more/"
    assert queries.questions_asked(referrer, sent) == asked
    with pytest.raises(RuleBroken) as refused:
        actions.answer_questions(by=referrer, referral=sent, answers={"q1": "maybe"})
    assert refused.value.problems[0][0] == "q1"
    actions.answer_questions(by=referrer, referral=sent, answers={"q1": "yes", "q2": "Yes, since May"})
    assert fresh(sent).status == ReferralStatus.SCREENING
    assert KnownFact.objects.get(referral=sent).said_by == referrer.name
    assert "since May" in ReferralEvent.objects.filter(referral=sent).last().note
    assert Message.objects.filter(to_id=coordinator.membership_id).count() == 1


def test_declining_needs_reasons_and_a_signpost(coordinator: Viewer, referrer: Viewer) -> None:
    sent = submitted_referral(referrer)
    day = {"on_day": timezone.localdate(), **DAY}
    with pytest.raises(RuleBroken) as refused:
        actions.decline(by=coordinator, referral=sent, reasons=" ", signpost="", **day)
    assert [field for field, _ in refused.value.problems] == ["reasons", "signpost"]
    decision = actions.decline(
        by=coordinator, referral=sent, reasons="The group is full.", signpost="Family hub", **day
    )
    assert "Family hub" in decision.plain_words
    with pytest.raises(RuleBroken):
        actions.accept(by=coordinator, referral=sent, **day)


def test_only_a_supervisor_overrides_and_says_why(coordinator: Viewer, referrer: Viewer) -> None:
    sent = _not_known(coordinator, referrer)
    day = {"on_day": timezone.localdate(), **DAY}
    with pytest.raises(NotAllowed):
        actions.override_accept(by=coordinator, referral=sent, reasons="We know them", **day)
    supervisor = colleague(coordinator, Role.SUPERVISOR)
    with pytest.raises(RuleBroken):
        actions.override_accept(by=supervisor, referral=sent, reasons=" ", **day)
    actions.override_accept(by=supervisor, referral=sent, reasons="Known from earlier work", **day)
    assert Screening.objects.get(referral=sent).outcome == "not_yet_known"
    assert ScreeningDecision.objects.get(referral=sent).kind == "override_accept"


def test_a_deleted_draft_leaves_no_answers(referrer: Viewer) -> None:
    made = full_draft(referrer)
    actions.withdraw(by=referrer, referral=made)
    assert fresh(made).answers == {}
    assert fresh(made).status == ReferralStatus.WITHDRAWN


def test_withdrawing_what_was_sent_needs_a_reason(referrer: Viewer) -> None:
    sent = submitted_referral(referrer)
    with pytest.raises(RuleBroken):
        actions.withdraw(by=referrer, referral=sent)
    actions.withdraw(by=referrer, referral=sent, note="They moved away")
    assert fresh(sent).answers


def test_documents_are_removed_by_whoever_attached_them(coordinator: Viewer, referrer: Viewer) -> None:
    sent = submitted_referral(referrer, "dvact-needs")
    attached = queries.documents_of(referrer, sent)[0]
    with pytest.raises(RuleBroken):
        actions.remove_document(by=coordinator, attached=attached)
    actions.remove_document(by=referrer, attached=attached)
    assert Document.objects.get(pk=attached.document_id).removed_at is not None
