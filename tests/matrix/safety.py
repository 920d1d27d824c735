"""Safety work is seen and written by those who work with the family; a child's own plan by those they chose."""

from __future__ import annotations

from tests.matrix.house import World
from tests.matrix.probe import PRACTITIONER, STAFF, WORKING, Probe, probe


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    family = world.ours.family.pk
    return [
        probe("safety:due", opens_for=STAFF),
        probe("safety:safety", family, opens_for=WORKING, shows_family_to=WORKING),
        *_incidents(world, family),
        *_flags_and_risk(world, family),
        *_plans(world, family),
        *_childs_plan(world, family),
        *_concerns(world, family),
    ]


def _incidents(world: World, family: object) -> list[Probe]:
    incident = world.ours.incident.pk
    return [
        probe("safety:incidents", family, opens_for=WORKING, shows_family_to=WORKING),
        probe("safety:record", family, opens_for=WORKING),
        probe("safety:withdraw", family, incident, opens_for=WORKING),
        probe("safety:stands_out", family, incident, opens_for=WORKING),
    ]


def _flags_and_risk(world: World, family: object) -> list[Probe]:
    flag, score, note = world.ours.flag.pk, world.ours.assessment.pk, world.ours.risk_note.pk
    return [
        probe("safety:flags", family, opens_for=WORKING, shows_family_to=WORKING),
        probe("safety:raise_flag", family, opens_for=WORKING),
        probe("safety:review_flag", family, flag, opens_for=WORKING, shows_family_to=WORKING),
        probe("safety:risk", family, opens_for=WORKING, shows_family_to=WORKING),
        probe("safety:assess", family, opens_for=WORKING),
        probe("safety:assessment", family, score, opens_for=WORKING, shows_family_to=WORKING),
        probe("safety:judge", family, score, opens_for=WORKING),
        probe("safety:withdraw_assessment", family, score, opens_for=WORKING),
        probe("safety:write_note", family, opens_for=WORKING),
        probe("safety:note", family, note, opens_for=WORKING, shows_family_to=WORKING),
        probe("safety:review_note", family, note, opens_for=WORKING, shows_family_to=WORKING),
    ]


def _plans(world: World, family: object) -> list[Probe]:
    plan = world.ours.safety_plan.pk
    return [
        probe("safety:make_plan", family, opens_for=WORKING),
        probe("safety:plan", family, plan, opens_for=WORKING, shows_family_to=WORKING),
        probe("safety:version", family, plan, 1, opens_for=WORKING, shows_family_to=WORKING),
        probe("safety:new_version", family, plan, opens_for=WORKING, shows_family_to=WORKING),
        probe("safety:end_plan", family, plan, opens_for=WORKING),
        probe("safety:paper", family, plan, opens_for=WORKING, shows_family_to=WORKING),
        probe("safety:pdf", family, plan, opens_for=WORKING),
        probe("safety:discreet", family, plan, opens_for=WORKING),
        probe("safety:discreet_pdf", family, plan, opens_for=WORKING),
    ]


def _childs_plan(world: World, family: object) -> list[Probe]:
    # Written by the practitioner; the child agreed to those who work with them. Co-ordinators are not among them.
    plan, chosen = world.ours.communication_plan.pk, {PRACTITIONER}
    return [
        probe("safety:make_communication", family, opens_for=WORKING),
        probe("safety:communication", family, plan, opens_for=chosen, shows_family_to=chosen),
        probe("safety:communication_version", family, plan, opens_for=chosen, shows_family_to=chosen),
        probe("safety:readers", family, plan, opens_for=chosen),
    ]


def _concerns(world: World, family: object) -> list[Probe]:
    concern, referral = world.ours.concern.pk, world.ours.concern_referral.pk
    return [
        probe("safety:write_concern", family, opens_for=WORKING),
        probe("safety:concern", family, concern, opens_for=WORKING, shows_family_to=WORKING),
        probe("safety:refer_concern", family, concern, opens_for=WORKING),
        probe("safety:concern_outcome", family, concern, referral, opens_for=WORKING),
        probe("safety:follow_up", family, concern, opens_for=WORKING),
    ]
