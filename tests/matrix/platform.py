"""The platform's own addresses: sign-in, one's own account, people of the house, messages, the log, background work."""

from __future__ import annotations

from django.urls import reverse

from tests.matrix.house import World
from tests.matrix.probe import (
    ADMINISTRATOR,
    COORDINATOR,
    EVERYONE,
    NO_ORGANISATION,
    NOBODY,
    REFERRER_ELSEWHERE,
    SUPERVISOR,
    Probe,
    probe,
)

IN = "signed in"


def public(name: str, *args: object, signed_in: int = 200, nobody: int = 200) -> Probe:
    """Say what an address that is open to everybody answers to those who are signed in, and to those who are not."""
    answers = {IN: signed_in, NO_ORGANISATION: signed_in, NOBODY: nobody}
    return Probe(reverse(name, args=args), EVERYONE, public=answers)


def own(name: str, **more: object) -> Probe:
    """Say that an address shows everybody their own."""
    return probe(name, opens_for=EVERYONE, **more)


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    return [*_sign_in(), *_account(world), *_people(world), *_rest(world)]


def _sign_in() -> list[Probe]:
    return [
        public("account_login", signed_in=302),
        public("account_inactive"),
        public("mfa_login_webauthn", signed_in=302, nobody=302),
        public("own_sign_in", signed_in=302),
        public("openid_connect_login", "nowhere", signed_in=302, nobody=404),
        public("openid_connect_callback", "nowhere", signed_in=302, nobody=404),
        public("not_me", "not-a-token", signed_in=404, nobody=404),
        public("account_logout", nobody=302),
        public("keep_alive", signed_in=405, nobody=405),
        public("account_reset_password"),
        public("account_reset_password_done"),
        public("account_reset_password_from_key_done"),
        public("account_reset_password_from_key", "0", "not-a-key"),
        public("mfa_authenticate", signed_in=302, nobody=302),
        public("accessibility"),
        public("components"),
        public("components_paper"),
    ]


def _account(world: World) -> list[Probe]:
    elsewhere = {"opens_with": (302,)}
    return [
        own("today"),
        own("account"),
        own("account_details"),
        own("account_change_password"),
        own("account_reauthenticate"),
        own("choose_membership"),
        own("carry_on", **elsewhere),
        own("mfa_index"),
        own("mfa_activate_totp", **elsewhere),
        own("mfa_reauthenticate", **elsewhere),
        own("mfa_generate_recovery_codes", **elsewhere),
        own("sign_ins"),
        own("end_other_sign_ins"),
        Probe(reverse("end_sign_in", args=[world.ours.memberships[REFERRER_ELSEWHERE].pk]), frozenset()),
        own("second_step_needed", **elsewhere),
        own("mfa_list_webauthn", **elsewhere),
        own("mfa_add_webauthn", **elsewhere),
        own("mfa_reauthenticate_webauthn", **elsewhere),
        probe("mfa_edit_webauthn", 1, opens_for=EVERYONE, **elsewhere),
        probe("mfa_remove_webauthn", 1, opens_for=EVERYONE, **elsewhere),
        # Nobody here has turned the second step on.
        Probe(reverse("mfa_deactivate_totp"), frozenset()),
        Probe(reverse("mfa_view_recovery_codes"), frozenset()),
    ]


def _people(world: World) -> list[Probe]:
    boss = {ADMINISTRATOR}
    person = world.ours.memberships[REFERRER_ELSEWHERE].pk
    return [
        probe("administration", opens_for=boss),
        probe("people", opens_for=boss),
        probe("people", opens_for=boss, query={"words": "staff", "access": ""}),
        probe("people", opens_for=boss, query={"access": "gone"}),
        probe("new_person", opens_for=boss),
        probe("person", person, opens_for=boss),
        probe("change_person", person, opens_for=boss),
        probe("person_access", person, opens_for=boss),
        probe("person_invite", person, opens_for=boss),
        probe("person_second_step", person, opens_for=boss),
        probe("how_people_sign_in", opens_for=boss),
        probe("ask_for_second_step", opens_for=boss),
        probe("set_provider", opens_for=boss),
        probe("stop_provider", opens_for=boss),
    ]


def _rest(world: World) -> list[Probe]:
    record = f"families.family:{world.ours.family.pk}"
    log = {SUPERVISOR}
    return [
        probe("notifications:messages", opens_for=EVERYONE),
        probe("notifications:read_all", opens_for=EVERYONE),
        *(
            probe("notifications:message", message.pk, opens_for={person})
            for person, message in world.ours.message.items()
        ),
        probe("audit:log", opens_for=log, shows_family_to=log),
        probe("audit:log", opens_for=log, query={"kind": "views"}),
        probe("audit:log", opens_for=log, query={"about": record}),
        probe("jobs:jobs", opens_for=EVERYONE),
        probe("jobs:job", world.ours.job.pk, opens_for={COORDINATOR}),
        probe("jobs:progress", world.ours.job.pk, opens_for={COORDINATOR}),
    ]
