"""What limits contact in an invented family, who decides for its children, and what everybody of it needs."""

from __future__ import annotations

from datetime import time, timedelta

from trellis.demo.clock import as_of
from trellis.demo.setting import Service
from trellis.features.families import actions, queries


def tell(service: Service) -> None:
    """Write the file of the Ashworth family further: an order, contact, responsibility, safe contact, needs."""
    by, today = service.coordinator, service.today
    family = queries.families(by, "Ashworth family").filter(name="Ashworth family")[0]
    people = {person.short_name: person for person in queries.people_of(by, family.pk)}
    dawn, jamie, millie, lee = (people[name] for name in ("Dawn", "Jamie", "Millie", "Lee"))
    with as_of(today - timedelta(weeks=5), 10):
        order = actions.record_order(
            by=by,
            family=family,
            kind="non_molestation",
            protects=[dawn, jamie],
            against=lee,
            court="Family Court, invented",
            made_on=today - timedelta(weeks=24),
            expires_on=today + timedelta(days=12),
            terms="No violence or threats; not to come to the home or the school; messages only through a solicitor",
            source="We have seen the sealed copy",
        )
        actions.record_arrangement(
            by=by,
            family=family,
            child=jamie,
            person=lee,
            kind="supervised",
            often="the first Saturday of the month, 10 to 12",
            place="Invented Contact Centre",
            supervised_by="a worker of the contact centre",
            basis="ordered",
            order=order,
        )
        actions.record_responsibility(
            by=by,
            family=family,
            child=jamie,
            holder=lee,
            basis="birth_certificate",
            source="Dawn showed us the certificate",
        )
        actions.record_contact_plan(
            by=by,
            family=family,
            person=dawn,
            caller="workers",
            ask_for="Dawn",
            we_are="Sam from the library",
            may_say="service",
            weekdays="01234",
            not_before=time(9, 15),
            not_after=time(14, 30),
            never_when="when Jamie is at home",
            post="plain",
            agreed_on=today - timedelta(weeks=5),
            review_on=today + timedelta(weeks=8),
            kept_from=[lee],
        )
        need = actions.record_need(
            by=by, family=family, person=millie, kind="mind", words="Wakes at night; frightened of shouting"
        )
        actions.record_need(by=by, family=family, person=people["Susan"], kind="caring", words="Looks after Kelly")
        actions.record_signpost(
            by=by,
            family=family,
            person=millie,
            need=need,
            kind="referral",
            service="Invented Play Therapy",
            consent="parents",
            ask_again_on=today - timedelta(days=2),
        )
