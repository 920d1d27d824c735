"""Referrals: a draft is its maker's alone; once sent, those who decide see it; who works with the family reads it."""

from __future__ import annotations

from typing import Any

from tests.matrix.house import PROGRAMME, World
from tests.matrix.probe import (
    COORDINATOR,
    OPERATIONAL,
    REFERRER,
    REFERRERS,
    STAFF,
    SUPERVISOR,
    WORKING,
    Probe,
    probe,
)
from trellis.features.programmes.rules.facts import FACTS, About

MAKER = {REFERRER}
MAKING = REFERRERS | {COORDINATOR}
READING = WORKING | MAKER
SEEING_SENT = OPERATIONAL | MAKER


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    return [*_lists(world), *_draft(world), *_sent(world), *_screening(world), *_imports(world)]


def _lists(world: World) -> list[Probe]:
    see = STAFF | REFERRERS
    search = {"search": world.ours.marker.lower()}
    return [
        probe("referrals:list", opens_for=see, shows_family_to=SEEING_SENT),
        probe("referrals:list", opens_for=see, query=search, shows_family_to=SEEING_SENT),
        probe("referrals:export", "csv", opens_for=OPERATIONAL, query=search),
        probe("referrals:export", "csv", opens_for=OPERATIONAL, shows_family_to=OPERATIONAL),
        probe("referrals:export", "xlsx", opens_for=OPERATIONAL, shows_family_to=OPERATIONAL),
        probe("referrals:export", "exe", opens_for=()),
        probe("referrals:new", opens_for=MAKING),
    ]


def _draft(world: World) -> list[Probe]:
    draft = world.ours.draft.pk
    page = (draft, "people", world.ours.draft_person)
    own: dict[str, tuple[Any, ...]] = {
        "referrals:section": (draft, "people"),
        "referrals:add": (draft, "people"),
        "referrals:page": page,
        "referrals:autosave": page,
        "referrals:remove": page,
        "referrals:check": (draft,),
    }
    return [
        probe("referrals:referral", draft, opens_for=MAKER, shows_family_to=MAKER),
        *(probe(name, *args, opens_for=MAKER) for name, args in own.items()),
        probe("referrals:documents", draft, opens_for=MAKER),
        probe("referrals:document", draft, world.ours.draft_document.pk, opens_for=MAKER),
        probe("referrals:remove_document", draft, world.ours.draft_document.pk, opens_for=MAKER),
        probe("referrals:section", draft, "no-such-section", opens_for=()),
    ]


def _sent(world: World) -> list[Probe]:
    ours = world.ours
    sent = ours.referral.pk
    return [
        probe("referrals:referral", sent, opens_for=READING, shows_family_to=READING),
        probe("referrals:paper", sent, opens_for=READING, shows_family_to=READING),
        probe("referrals:documents", sent, opens_for=READING, shows_family_to=READING),
        probe("referrals:document", sent, ours.document.pk, opens_for=READING),
        probe("referrals:remove_document", sent, ours.document.pk, opens_for=READING),
        probe("referrals:sent", sent, opens_for=MAKER | {COORDINATOR}),
        # The document of one referral is not reached through another.
        probe("referrals:document", ours.to_screen.pk, ours.document.pk, opens_for=()),
    ]


def _screening(world: World) -> list[Probe]:
    ours = world.ours
    screen, asked = ours.to_screen.pk, ours.asked.pk
    fact = next(key for key, kept in FACTS.items() if kept.about is About.FAMILY and not kept.derived_from)
    pages = ("screening", "places", "what_else", "accept", "decline", "ask")
    return [
        probe("referrals:referral", screen, opens_for=SEEING_SENT, shows_family_to=SEEING_SENT),
        probe("referrals:withdraw", screen, opens_for=SEEING_SENT),
        probe("referrals:identity", ours.to_identify.pk, opens_for=OPERATIONAL, shows_family_to=OPERATIONAL),
        *(probe(f"referrals:{page}", screen, opens_for=OPERATIONAL) for page in pages),
        probe("referrals:override", screen, opens_for={SUPERVISOR}),
        probe("referrals:fact", screen, fact, "family", opens_for=OPERATIONAL),
        probe("referrals:fact", screen, "no-such-fact", "family", opens_for=()),
        probe("referrals:more", asked, opens_for=MAKER),
    ]


def _imports(world: World) -> list[Probe]:
    bring = {COORDINATOR}
    one = world.ours.brought.pk
    return [
        probe("referrals:imports", opens_for=bring),
        probe("referrals:new_import", opens_for=bring),
        probe("referrals:import_template", PROGRAMME, "xlsx", opens_for=bring),
        probe("referrals:import_template", PROGRAMME, "csv", opens_for=bring),
        probe("referrals:import", one, opens_for=bring),
        probe("referrals:import_problems", one, opens_for=bring),
        probe("referrals:bring_in", one, opens_for=bring),
        probe("referrals:drop_import", one, opens_for=bring),
    ]
