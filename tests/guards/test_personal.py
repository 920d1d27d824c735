"""What is held of people is declared: nothing that a person may ask for, or that must end, is forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from trellis.platform.contributions.records import Erase, PersonalTable
from trellis.platform.contributions.registry import personal_sections

# What is not managed is a view of other records' rows.
OURS = [model for model in apps.get_models() if model.__module__.startswith("trellis.") and model._meta.managed]
HOLDS = (
    models.CharField,
    models.TextField,
    models.DateField,
    models.TimeField,
    models.JSONField,
    models.FileField,
    models.BinaryField,
    models.IntegerField,
    models.FloatField,
    models.DecimalField,
    models.DurationField,
    models.UUIDField,
    models.GenericIPAddressField,
    ArrayField,
)
ABOUT = {"families.Person", "families.Family"}
NEVER_PERSONAL = {"id", "created_at", "organisation"}

WHO_IS_KEPT_FROM_WHOM = (
    "families.Seal",
    "families.SealedAgainst",
    "families.SealReader",
    "families.ShutOut",
    "families.ClosedFamily",
    "families.Sides",
    "families.BreakGlass",
    "families.MustNotKnow",
    "separations.Separation",
    "separations.SeparationReview",
    "audit.AuditEvent",
)


def tables() -> dict[str, PersonalTable]:
    """Return what the rooms declare, by model."""
    return {table.model: table for section in personal_sections() for table in section.tables}


def exempt() -> dict[str, str]:
    """Return the models that tell nothing of anybody, with the reason."""
    return {model: why for section in personal_sections() for model, why in section.not_personal.items()}


def name(model: type[models.Model]) -> str:
    """Return a model's label."""
    return model._meta.label


def may_be_personal(model: type[models.Model]) -> Iterator[str]:
    """Give the fields that could tell something of somebody."""
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name in NEVER_PERSONAL:
            continue
        to = field.related_model._meta.label if field.is_relation else ""
        if to in ABOUT or (not to and isinstance(field, HOLDS)):
            yield field.name


def declared(table: PersonalTable) -> set[str]:
    """Return the fields that a table's declaration speaks of."""
    paths = [*table.about, table.family, *table.documents]
    heads = {path.partition("__")[0] for path in paths}
    return heads | {*table.shown, *table.free_text, *table.others, *table.search, *table.not_personal}


@pytest.mark.parametrize("model", OURS, ids=name)
def test_what_a_record_holds_of_people_is_in_a_section(model: type[models.Model]) -> None:
    app = model._meta.app_config.name
    where = f"{app.replace('.', '/')}/personal.py"
    if name(model) in exempt():
        return
    table = tables().get(name(model))
    fields = list(may_be_personal(model))
    assert table is not None, (
        f"{name(model)} is in no section. Write in {where}, in the tables of a PersonalSection:\n"
        f'    PersonalTable("{name(model)}", "What it is, to the person", about=("person",), family="family",\n'
        f"        shown=(...), free_text=(...), others=(...), not_personal={{field: reason}})\n"
        f"with each of {fields}; or, if it tells nothing of anybody, in the section's not_personal:\n"
        f'    "{name(model)}": "the reason why"'
    )
    missing = [field for field in fields if field not in declared(table)]
    assert not missing, (
        f"{name(model)}.{', '.join(missing)}: in {where} name it under shown (told to the person), free_text (told, "
        f"may name others), others (tells of somebody else), search (derived), about/family (a path to whom), or in "
        f"not_personal with the reason why it tells nothing of anybody."
    )


@pytest.mark.parametrize("model", sorted({*tables(), *exempt()}))
def test_what_is_declared_exists(model: str) -> None:
    found = apps.get_model(model)
    if model in exempt():
        assert model not in tables()
        return
    table = tables()[model]
    known = {field.name for field in found._meta.get_fields()} | {"pk"}
    assert not declared(table) - known - {""}, f"{model} has no field {sorted(declared(table) - known - {''})}"
    for path in (*table.about, table.family, *table.documents):
        if path and path != "pk":
            found._default_manager.filter(**{f"{path}__isnull": True}).query  # noqa: B018  raises FieldError


@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.model)
def test_every_declaration_says_how_it_ends(table: PersonalTable) -> None:
    assert table.erase is not Erase.KEEP or table.why, "Say in `why` for what reason the row stays."
    reachable = table.about or table.family or table.free_text or table.never
    assert reachable, "Say whom it is about: paths in `about`, or `family`."


def test_reasons_are_sentences() -> None:
    reasons = [*exempt().values(), *(why for table in tables().values() for why in table.not_personal.values())]
    assert [why for why in reasons if len(why) < 6] == []


def test_sections_have_keys_of_their_own() -> None:
    keys = [section.key for section in personal_sections()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("model", WHO_IS_KEPT_FROM_WHOM)
def test_who_is_kept_from_whom_is_given_to_nobody(model: str) -> None:
    assert tables()[model].never, f"{model} would tell whoever asks for their record that somebody is kept from them."
