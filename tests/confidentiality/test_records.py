"""Role by organisation by side by relationship by restriction by record by path: nothing that is kept is found."""

from __future__ import annotations

import pytest

from tests.confidentiality.cast import OURS, READER, Cast, played, records, scenes
from tests.confidentiality.probing import everything_kept
from tests.matrix import probe as who
from trellis.features.families.models import Family, HomeAddress, Occupation, Person, SafeContact
from trellis.platform.database import sight

pytestmark = pytest.mark.django_db
LEAST_LOOKS = 50_000


def test_the_family_has_a_row_of_nearly_every_kind(cast: Cast) -> None:
    """Say which records are never looked at, so that the next test is not an empty one."""
    without = {label for label, rows in cast.rows.items() if not rows["family"]}
    assert len(records()) - len(without) >= 35, f"Only these rows belong to her family; none of {sorted(without)}"


def test_nothing_that_is_kept_is_found(cast: Cast, record_property: pytest.FixtureRequest) -> None:
    found = everything_kept(cast, scenes())
    record_property("looks", found.looks)  # type: ignore[operator]
    assert not found.leaks, f"{len(found.leaks)} of {found.looks} looks:\n" + "\n".join(found.leaks[:40])
    assert found.looks >= LEAST_LOOKS, f"Only {found.looks} looks."


@pytest.mark.parametrize("scene", list(scenes()), ids=lambda scene: scene.name)
def test_what_is_not_kept_is_found(cast: Cast, scene: object) -> None:
    """Keep the matrix honest: those who may see, see, through the rule and behind the wall."""
    with played(cast, scene):  # type: ignore[arg-type]
        viewer = cast.viewer(READER)
        if READER in scene.hidden_from:  # type: ignore[attr-defined]
            viewer = cast.viewer(who.PRACTITIONER)
        with sight.seeing(sight.viewer(viewer.membership_id)):
            assert Family.objects.visible_to(viewer).filter(pk=cast.hers.pk).exists()
            for model in (SafeContact, Occupation):
                assert model.objects.visible_to(viewer).filter(person=cast.mother).count() >= 2
            assert HomeAddress.objects.visible_to(viewer).filter(household__members__person=cast.mother).exists()
            assert Person.objects.visible_to(viewer).filter(pk=cast.partner.pk).exists()


def test_everybody_is_looked_at(cast: Cast) -> None:
    assert set(OURS) == set(cast.people)
