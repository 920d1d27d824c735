"""Referrals for tests, made the way people make them: through actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from trellis.features.programmes import queries as programmes
from trellis.features.programmes.tests.factories import offer
from trellis.features.referrals import actions
from trellis.features.referrals.models import Referral
from trellis.features.referrals.rules import ReferralStatus
from trellis.features.referrals.rules.papers import needed_documents
from trellis.features.referrals.rules.writing import as_document
from trellis.features.referrals.tests.families import answers_for
from trellis.platform.access.models import Organisation
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.documents.tests.files import pdf, upload

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def referrer_of(by: Viewer) -> Viewer:
    """Make a social worker who refers to the viewer's organisation."""
    return viewer(Role.REFERRER, Organisation.objects.get(pk=by.organisation_id), name="Rosa Ellery")


def draft(by: Viewer, programme_key: str = "pact") -> Referral:
    """Make an empty draft; the organisation offers the programme from now on."""
    offer(Organisation.objects.get(pk=by.organisation_id), programme_key)
    return actions.begin_referral(by=by, programme_key=programme_key)


def full_draft(by: Viewer, programme_key: str = "pact", *, surname: str = "") -> Referral:
    """Make a draft that could be sent: an invented family whom the programme suits, with every document needed."""
    organisation = Organisation.objects.get(pk=by.organisation_id)
    offer(organisation, programme_key)
    definition = programmes.definition(programmes.latest_version(programme_key).pk)
    answers = answers_for(definition, timezone.localdate(), surname=surname)
    made = actions.begin_referral(by=by, programme_key=programme_key, answers=as_document(answers))
    for paper in needed_documents(definition, answers):
        actions.attach_document(by=by, referral=made, kind_key=paper.document.key, upload=upload("papers.pdf", pdf()))
    return made


def submitted_referral(by: Viewer, programme_key: str = "pact", *, surname: str = "") -> Referral:
    """Make a referral that was sent by `by`; ready to screen unless somebody in it may be known already."""
    return actions.submit(by=by, referral=full_draft(by, programme_key, surname=surname))


def accepted_referral(
    by: Viewer | None = None, programme_key: str = "pact", *, referrer: Viewer | None = None, surname: str = ""
) -> Referral:
    """Make a referral that a co-ordinator (`by`) accepted, sent by `referrer` (a new one unless given)."""
    by = by or viewer(Role.COORDINATOR)
    sent = submitted_referral(referrer or referrer_of(by), programme_key, surname=surname)
    if sent.status == ReferralStatus.IDENTITY_CHECK:
        sent = actions.identify(by=by, referral=sent, known={})
    actions.accept(by=by, referral=sent, on_day=timezone.localdate(), on_day_why="Today")
    return Referral.objects.get(pk=sent.pk)
