"""Every record says whose it is, who may see it and what it is called."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from trellis.platform.access.models import Organisation, User
from trellis.platform.database.models import OrganisationRecord, Record, ScopedQuerySet

# What is not managed is a view of other records' rows.
OURS = [model for model in apps.get_models() if model.__module__.startswith("trellis.") and model._meta.managed]
OWNED = [model for model in OURS if issubclass(model, OrganisationRecord)]
PUBLIC = {"programmes.ProgrammeVersion", "programmes.StoredDefinition"}
# What is one person's own, in whatever organisation they work.
OWN = {"access.SignIn", "access.Place"}


def name(model: type[models.Model]) -> str:
    """Return a model's label."""
    return model._meta.label


@pytest.mark.parametrize("model", OURS, ids=name)
def test_every_record_has_words_of_its_own(model: type[models.Model]) -> None:
    assert model.__str__ is not models.Model.__str__


@pytest.mark.parametrize("model", OURS, ids=name)
def test_every_record_belongs_to_an_organisation_or_is_known_to_be_public(model: type[models.Model]) -> None:
    assert issubclass(model, OrganisationRecord) or model in {Organisation, User} or name(model) in PUBLIC | OWN


@pytest.mark.parametrize("model", OWNED, ids=name)
def test_every_record_says_who_may_see_it(model: type[OrganisationRecord]) -> None:
    assert model.scope_for.__func__ is not OrganisationRecord.scope_for.__func__  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", OWNED, ids=name)
def test_every_record_is_read_through_its_viewer(model: type[OrganisationRecord]) -> None:
    assert isinstance(model._default_manager.all(), ScopedQuerySet)


@pytest.mark.parametrize("model", [model for model in OURS if model is not User], ids=name)
def test_every_record_has_an_id_that_sorts_by_time(model: type[models.Model]) -> None:
    assert issubclass(model, Record)


@pytest.mark.parametrize("model", OURS, ids=name)
def test_nothing_in_the_record_of_a_family_vanishes_with_somebody_who_worked_on_it(model: type[models.Model]) -> None:
    wrong = [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.label in {"access.Membership", "access.User", "access.Organisation"}
        and field.remote_field.on_delete is not models.PROTECT
    ]
    assert wrong == []
