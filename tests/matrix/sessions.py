"""Sessions and registers: of those whose circle or family one works with."""

from __future__ import annotations

from tests.matrix.house import World
from tests.matrix.probe import REFERRER, STAFF, WORKING, Probe, probe


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    ours = world.ours
    session, in_group, journey = ours.session.pk, ours.group_session.pk, ours.journey.pk
    return [
        probe("sessions:list", opens_for=STAFF),
        probe("sessions:follow_ups", opens_for=STAFF, shows_family_to=WORKING),
        probe("sessions:follow_up", ours.attendance.pk, opens_for=WORKING, shows_family_to=WORKING),
        probe("sessions:session", session, opens_for=WORKING, shows_family_to=WORKING),
        probe("sessions:register", session, opens_for=WORKING, shows_family_to=WORKING),
        probe("sessions:sheet", session, opens_for=WORKING, shows_family_to=WORKING),
        probe("sessions:session", in_group, opens_for=WORKING, shows_family_to=WORKING),
        probe("sessions:register", in_group, opens_for=WORKING, shows_family_to=WORKING),
        probe("sessions:sheet", in_group, opens_for=WORKING, shows_family_to=WORKING),
        probe("sessions:move", ours.coming_session.pk, opens_for=WORKING),
        probe("sessions:cancel", ours.coming_session.pk, opens_for=WORKING),
        probe("sessions:staff", ours.coming_session.pk, opens_for=WORKING),
        probe("sessions:book", journey, opens_for=WORKING),
        probe("sessions:course", journey, opens_for=WORKING),
        probe(
            "sessions:progress",
            ours.referral.pk,
            opens_for=WORKING | {REFERRER},
            shows_family_to={REFERRER},
        ),
    ]
