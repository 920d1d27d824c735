"""Who may see what is seen by staff of the family; a supervisor shuts out, parts and reviews."""

from __future__ import annotations

from tests.matrix.house import World
from tests.matrix.probe import OPERATIONAL, PRACTITIONER, STAFF, SUPERVISOR, WORKING, Probe, probe

SUPERVISORS = frozenset({SUPERVISOR})


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    ours = world.ours
    family = ours.family.pk
    return [
        probe("confidentiality:overview", opens_for=STAFF),
        probe("confidentiality:people_i_know", opens_for=STAFF),
        probe("confidentiality:open_in_need", opens_for=STAFF),
        probe("confidentiality:settle", ours.known.pk, opens_for=SUPERVISORS),
        probe("confidentiality:review", ours.opened.pk, opens_for=SUPERVISORS, shows_family_to=SUPERVISORS),
        probe("confidentiality:close_again", ours.opened.pk, opens_for={PRACTITIONER}),
        probe("confidentiality:received", opens_for=OPERATIONAL),
        probe("confidentiality:received_one", ours.received.pk, opens_for=OPERATIONAL),
        probe("confidentiality:family", family, opens_for=WORKING, shows_family_to=WORKING),
        probe("confidentiality:seal", family, opens_for=WORKING),
        probe("confidentiality:move_review", family, ours.seal.pk, opens_for=WORKING),
        probe("confidentiality:lift", family, ours.seal.pk, opens_for=OPERATIONAL),
        probe("confidentiality:declare", family, opens_for=WORKING),
        probe("confidentiality:shut_out", family, opens_for=SUPERVISORS),
        probe("confidentiality:let_in", family, ours.shut_out.pk, opens_for=SUPERVISORS),
        probe("confidentiality:close", family, opens_for=SUPERVISORS),
        probe("confidentiality:open_again", family, opens_for=SUPERVISORS),
        probe("confidentiality:part", family, opens_for=SUPERVISORS),
        probe("confidentiality:join", family, ours.sides.pk, opens_for=SUPERVISORS),
        probe("confidentiality:agreements", family, opens_for=OPERATIONAL, shows_family_to=OPERATIONAL),
        probe("confidentiality:agree", family, opens_for=OPERATIONAL),
        probe("confidentiality:share", family, ours.agreement.pk, opens_for=OPERATIONAL),
        probe("confidentiality:end_agreement", family, ours.agreement.pk, opens_for=OPERATIONAL),
        probe("confidentiality:take_back", ours.shared.pk, opens_for=OPERATIONAL),
    ]
