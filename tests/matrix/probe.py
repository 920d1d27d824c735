"""What one address should answer to each person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

# The people of one organisation: one of each role, and two who have nothing to do with the family of the world.
ADMINISTRATOR = "administrator"
COORDINATOR = "coordinator"
PRACTITIONER = "practitioner"
PRACTITIONER_ELSEWHERE = "practitioner of other families"
SUPERVISOR = "supervisor"
REFERRER = "referrer"
REFERRER_ELSEWHERE = "referrer of other families"
COMMISSIONER = "commissioner"
LICENSOR = "licensor"
PEOPLE = (
    ADMINISTRATOR,
    COORDINATOR,
    PRACTITIONER,
    PRACTITIONER_ELSEWHERE,
    SUPERVISOR,
    REFERRER,
    REFERRER_ELSEWHERE,
    COMMISSIONER,
    LICENSOR,
)
ELSEWHERE = frozenset({PRACTITIONER_ELSEWHERE, REFERRER_ELSEWHERE})
# Somebody signed in whom no organisation knows, and somebody who is not signed in.
NO_ORGANISATION = "signed in without an organisation"
NOBODY = "nobody"

OPERATIONAL = frozenset({COORDINATOR, SUPERVISOR})
WORKING = OPERATIONAL | {PRACTITIONER}
PRACTITIONERS = frozenset({PRACTITIONER, PRACTITIONER_ELSEWHERE})
REFERRERS = frozenset({REFERRER, REFERRER_ELSEWHERE})
STAFF = OPERATIONAL | PRACTITIONERS
EVERYONE = frozenset(PEOPLE)
# Who may ever read the family's name: those who work with it, and whoever referred it.
KNOWING = WORKING | {REFERRER}


@dataclass(frozen=True)
class Probe:
    """An address and what the written rules say about it.

    `opens_for` are the people of the organisation that owns what the address shows; where the address shows nobody's
    record (`path` has no id), the same people of the other organisation open it too, for their own records. Everybody
    else with the page's permission gets 404, and everybody without it 403, unless `forbidden_for` says 403. `posts_for`
    is given when fewer may send the form than may look. `shows_family_to` must find the family's name in the answer;
    `never_shows_family_to` takes people out of those who may.
    """

    path: str
    opens_for: frozenset[str]
    posts_for: frozenset[str] | None = None
    forbidden_for: frozenset[str] = frozenset()
    shows_family_to: frozenset[str] = frozenset()
    never_shows_family_to: frozenset[str] = frozenset()
    query: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    opens_with: tuple[int, ...] = (200,)
    public: Mapping[str, int] | None = None

    def those_who_post(self) -> frozenset[str]:
        """Return who may send the form."""
        return self.opens_for if self.posts_for is None else self.posts_for


def probe(name: str, *args: Any, opens_for: Iterable[str], **more: Any) -> Probe:
    """Make a probe of a named address."""
    return Probe(reverse(name, args=args), frozenset(opens_for), **more)
