"""A connection that is handed on carries nobody's rights."""

from __future__ import annotations

import pytest
from django.db import connections

from trellis.features.families.models import Family
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import membership, organisation
from trellis.platform.database import sight


@pytest.mark.django_db(transaction=True)
def test_a_pool_does_not_carry_one_viewers_rights_to_the_next() -> None:
    houses = [organisation(), organisation()]
    people = [membership(Role.COORDINATOR, house) for house in houses]
    for house in houses:
        Family.objects.create(organisation=house, name="Somebody")
    one = connections.create_connection("default")
    one.settings_dict = {
        **one.settings_dict,
        "CONN_MAX_AGE": 0,
        "OPTIONS": {**one.settings_dict["OPTIONS"], "pool": {"min_size": 1, "max_size": 1}},
    }
    backends = []
    try:
        for person in (people[0], people[1], people[0]):
            with sight.seeing(sight.viewer(person.pk)), one.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid(), array_agg(DISTINCT organisation_id) FROM families_family")
                backend, seen = cursor.fetchone()
                assert seen == [person.organisation_id]
                backends.append(backend)
            one.close()
        with sight.seeing(sight.NOTHING), one.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), count(*) FROM families_family")
            backend, count = cursor.fetchone()
            assert count == 0
            backends.append(backend)
        assert len(set(backends)) == 1, "One server connection served them all."
    finally:
        one.close()
        one.close_pool()
