"""Sending a referral: what was written is kept as it is, and the people in it become known or are looked at first."""

from __future__ import annotations

from django.utils import timezone

from trellis.features.families import queries as families
from trellis.features.programmes import queries as programmes
from trellis.features.referrals import permissions
from trellis.features.referrals.actions.drafting import begin_referral
from trellis.features.referrals.actions.identifying import make_family
from trellis.features.referrals.actions.locking import locked_draft, move
from trellis.features.referrals.models import Referral, ReferredPerson
from trellis.features.referrals.rules import ReferralSource
from trellis.features.referrals.rules.answers import ReadableDocument, ReferralAnswers, read_answers
from trellis.features.referrals.rules.problems import problems_in
from trellis.features.referrals.rules.sections import Draft
from trellis.features.referrals.rules.words import NOBODY_KNOWN
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("referral.sent", permissions.MAKE)
def submit(*, by: Viewer, referral: Referral) -> Referral:
    """Send a draft. When nobody in it may be known already, its people are made and it is ready to screen at once.

    Raises RuleBroken with every problem, each with its section.
    """
    draft = locked_draft(by, referral)
    definition = programmes.definition(draft.programme_version_id)
    uploaded = frozenset(draft.documents.values_list("kind_key", flat=True))
    problems = problems_in(Draft(draft.answers, definition, timezone.localdate(), uploaded))
    if problems:
        words = "The referral cannot be sent yet: " + problems[0].words
        raise RuleBroken(words, problems=[(problem.section, problem.words) for problem in problems])
    answers = read_answers(draft.answers)
    draft.submitted_at = timezone.now()
    draft.family_name = (answers.family_name or answers.people[0].full_name)[:120]
    draft.agency, draft.profession = answers.agency, answers.profession
    move(by, draft, "submit")
    draft.save()
    people = _write_people(draft, answers)
    about(draft, people=len(people))
    if not any(_may_be_known(by, person) for person in people):
        make_family(by, draft, people, {}, None)
        move(by, draft, "identify", NOBODY_KNOWN)
        draft.save(update_fields=["status", "family", "changed_at"])
    return draft


@action("referral.received", permissions.MAKE)
def send_ready_referral(
    *,
    by: Viewer,
    programme_key: str,
    answers: ReadableDocument,
    source: ReferralSource = ReferralSource.SPREADSHEET,
    import_key: str = "",
) -> Referral:
    """Take in a referral whose answers are complete (`rules.writing.as_document` writes them) and send it at once."""
    draft = begin_referral(by=by, programme_key=programme_key, answers=answers, source=source, import_key=import_key)
    sent = submit(by=by, referral=draft)
    about(sent)
    return sent


def _write_people(referral: Referral, answers: ReferralAnswers) -> list[ReferredPerson]:
    rows = [
        ReferredPerson(
            organisation_id=referral.organisation_id,
            referral=referral,
            position=position,
            given_name=person.given_name,
            family_name=person.family_name,
            birth_date=person.birth_date,
            gender=person.gender,
            strand_key=person.strand,
            answers={"id": person.id},
        )
        for position, person in enumerate(answers.people)
    ]
    return ReferredPerson.objects.bulk_create(rows)


def _may_be_known(by: Viewer, person: ReferredPerson) -> bool:
    return families.may_be_known(
        by, given_name=person.given_name, family_name=person.family_name, birth_date=person.birth_date
    )
