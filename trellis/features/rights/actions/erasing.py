"""Erases somebody: rows, words, history, search columns, files, copies; what is left is a tombstone with ids.

Where others of the family stay, the person's own facts go and shared facts say “a person”; where nobody stays, the
family's whole file goes. What other families' files say stays until their own time has come.
"""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from trellis.features.families.models import FamilyMember, Person
from trellis.features.rights.actions.closure import delete_all, rewrite
from trellis.features.rights.actions.elsewhere import forget_elsewhere
from trellis.features.rights.models import ErasureBatch, ErasureCandidate, LegalHold, SubjectRequest, Tombstone
from trellis.features.rights.queries import keeping, tracing
from trellis.features.rights.queries.files import content_of, words_of
from trellis.features.rights.rules import (
    A_PERSON,
    Asked,
    RequestStatus,
    Traces,
    Verdict,
    check_may_be_answered,
    from_json,
    from_words,
)
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action
from trellis.platform.contributions.records import Erase, PersonalTable
from trellis.platform.database import sight
from trellis.platform.documents.models import Document

REMOVED = "removed"


@dataclass
class Work:
    """One erasure as it goes on."""

    by: Viewer
    person: Person
    families: set[uuid.UUID]
    going: set[uuid.UUID]
    near: set[uuid.UUID]
    traces: Traces
    counts: Counter[str] = field(default_factory=Counter)
    files: int = 0


@action("person.erased", "rights.keep")
def erase_person(*, by: Viewer, person: Person, rule_key: str = "", request_id: uuid.UUID | None = None) -> Tombstone:
    """Erase somebody whose time has passed by a rule, or who asked for it; refused while a legal hold is on.

    Everything is one transaction; bytes of files go once it is committed.
    """
    person = Person.objects.visible_to(by).select_for_update(of=("self",)).get(pk=person.pk)
    # What is erased is erased wherever it is, also in what is shut to whoever decided it; nothing of it is shown.
    with sight.seeing(sight.organisation(by.organisation_id)):
        return _erase(by, person, rule_key, request_id)


def _erase(by: Viewer, person: Person, rule_key: str, request_id: uuid.UUID | None) -> Tombstone:
    families = tracing.families_of_person(person)
    _check_holds(by, person, families)
    staying = tracing.others_who_stay(person, families)
    going = {family for family, others in staying.items() if not others}
    others = set().union(*staying.values()) if staying else set()
    traces = tracing.with_families_that_end(tracing.traces_of(person, others), person, going)
    work = Work(by, person, families, going, others | {person.pk}, traces)
    _files(work)
    _own_rows(work)
    _words_near(work)
    forget_elsewhere(work.traces, by.organisation_id, work.counts, _scrubbed)
    tombstone = Tombstone.objects.create(
        organisation_id=by.organisation_id,
        person_ref=person.pk,
        family_refs=sorted(str(family) for family in going),
        by_id=by.membership_id,
        rule_key=rule_key,
        request_ref=request_id,
        files=work.files,
        counts=dict(sorted(work.counts.items())),
    )
    about(person, rule=rule_key or "request", families=len(going))
    if families - going or not going:
        _make_a_person(person)
    _families_that_end(work)
    return tombstone


def _check_holds(by: Viewer, person: Person, families: set[uuid.UUID]) -> None:
    holds = LegalHold._base_manager.filter(organisation_id=by.organisation_id, ended_on__isnull=True)
    if holds.filter(Q(person=person) | Q(family_id__in=families)).exists():
        raise RuleBroken("A legal hold is on this record: nothing of it may go until the hold is ended.")


def _near(work: Work, table: PersonalTable) -> Any:
    """Return the rows of the person's own families, and those about the people in them."""
    near = tracing.about(table, work.near)
    if table.family:
        near |= Q(**{f"{table.family}__in": work.families})
    return tracing.rows_of(table, work.by.organisation_id).filter(near).distinct()


def _own_rows(work: Work) -> None:
    """Delete or blank the rows that are about the person; words in the rows that stay are left to `_words_near`."""
    deleted: dict[type[models.Model], set[uuid.UUID]] = {}
    for table in tracing.tables():
        if not table.about or table.model == "families.Person":
            continue
        rows = tracing.rows_of(table, work.by.organisation_id).filter(tracing.about(table, [work.person.pk])).distinct()
        if table.erase is Erase.DELETE or (table.erase is Erase.KEEP and table.contact):
            rows = rows.filter(pk__in=_of_theirs_alone(work, table, rows))
        elif table.erase is Erase.KEEP:
            continue
        if table.erase is Erase.DELETE or table.contact:
            found = set(rows.values_list("pk", flat=True))
            if found:
                deleted.setdefault(rows.model, set()).update(found)
            continue
        for row in rows:
            _blank(row, table.blanks or (*table.shown, *table.free_text, *table.others, *table.search))
            work.counts[f"{table.model} blanked"] += 1
    work.counts.update(delete_all(deleted))


def _of_theirs_alone(work: Work, table: PersonalTable, rows: Any) -> list[uuid.UUID]:
    """Return the rows that are about nobody else who stays: what two people share stays with “a person” for one."""
    people: dict[uuid.UUID, set[uuid.UUID]] = {}
    found = tracing.rows_of(table, work.by.organisation_id).filter(pk__in=rows.values("pk"))
    for pk, *about_whom in found.values_list("pk", *table.about):
        people.setdefault(pk, set()).update(each for each in about_whom if each)
    gone = {work.person.pk, *Tombstone._base_manager.values_list("person_ref", flat=True)}
    return [pk for pk, sharing in people.items() if sharing <= gone]


def _blank(row: Any, names: tuple[str, ...]) -> None:
    changed = []
    for name in names:
        found = row._meta.get_field(name)
        value = _emptied(found)
        if value is not KEPT:
            setattr(row, name, value)
            changed.append(name)
    if changed:
        rewrite(row, {name: getattr(row, name) for name in changed})


KEPT = object()


def _emptied(found: Any) -> Any:
    """Return the empty value that a field can hold; KEPT for one of a list, which tells of nobody by itself."""
    if found.null:
        return None
    if found.choices:
        return "not_known" if found.get_default() == "not_known" else KEPT
    if isinstance(found, models.JSONField):
        return [] if found.default is list else {}
    if isinstance(found, models.CharField | models.TextField):
        return A_PERSON.capitalize() if found.name == "given_name" else ""
    return found.get_default() if found.has_default() else KEPT


def _words_near(work: Work) -> None:
    """Take the person's names and values out of what the file of their families says."""
    for table in tracing.tables():
        if not (table.about or table.family):
            continue
        for row in _near(work, table):
            if _scrubbed(row, table, work.traces):
                work.counts[f"{table.model} words"] += 1


def _scrubbed(row: Any, table: PersonalTable, traces: Traces) -> bool:
    changed = {}
    for name in (*table.shown, *table.free_text, *table.others, *table.search):
        if row._meta.get_field(name).choices:
            continue
        value = getattr(row, name)
        if isinstance(value, str) and value:
            new: Any = from_words(value, traces)
        elif isinstance(value, (dict, list)) and value:
            new = from_json(value, traces)
        else:
            continue
        if new != value:
            changed[name] = _fitting(row._meta.get_field(name), new)
    if changed:
        rewrite(row, changed)
    return bool(changed)


def _fitting(found: Any, value: Any) -> Any:
    most = getattr(found, "max_length", None)
    return value[:most] if most and isinstance(value, str) else value


def _files(work: Work) -> None:
    """Remove the stored files that hold the person's values: a file cannot be cut, so it goes whole.

    Of files that hang on no family, only those that hold what tells of them wherever it stands; those that hang on
    another family's record stay with it.
    """
    near, elsewhere = _papers(work)
    for document in Document._base_manager.filter(organisation_id=work.by.organisation_id, removed_at__isnull=True):
        if document.pk in elsewhere:
            continue
        pattern = (work.traces if document.pk in near else work.traces.everywhere()).pattern()
        if pattern is None:
            continue
        goes = _is_of_family_that_ends(near, document.pk) or pattern.search(
            f"{document.name}\n{words_of(content_of(document.storage_name))}"
        )
        if goes:
            _remove(document)
            work.files += 1


def _papers(work: Work) -> tuple[dict[uuid.UUID, bool], set[uuid.UUID]]:
    """Return the files of their families (and whether the family's file ends), and those of other families."""
    near: dict[uuid.UUID, bool] = {}
    elsewhere: set[uuid.UUID] = set()
    for table in tracing.tables():
        for path in table.documents:
            rows = tracing.rows_of(table, work.by.organisation_id).filter(**{f"{path}__isnull": False})
            if table.family:
                ending = rows.filter(**{f"{table.family}__in": work.going}).values_list(path, flat=True)
                near.update(dict.fromkeys(ending, True))
            here = set(_near(work, table).filter(**{f"{path}__isnull": False}).values_list(path, flat=True))
            near.update({pk: near.get(pk, False) for pk in here})
            if table.family or table.about:
                elsewhere |= set(rows.values_list(path, flat=True)) - here
    return near, elsewhere - set(near)


def _is_of_family_that_ends(near: dict[uuid.UUID, bool], document_id: uuid.UUID) -> bool:
    return near.get(document_id, False)


def _remove(document: Document) -> None:
    Document._base_manager.filter(pk=document.pk).update(name=REMOVED, removed_at=timezone.now(), checksum="", size=0)
    transaction.on_commit(partial(default_storage.delete, document.storage_name))


def _make_a_person(person: Person) -> None:
    """Leave “A person”, so that what others share still has somebody in their place."""
    table = next(table for table in tracing.tables() if table.model == "families.Person")
    _blank(person, (*table.shown, *table.free_text, *table.others, *table.search))


def _families_that_end(work: Work) -> None:
    """Delete the whole file of each family in which nobody stays, and the people who are in no other family."""
    if not work.going:
        return
    members = FamilyMember._base_manager.filter(family_id__in=work.going).values_list("person_id", flat=True)
    elsewhere = FamilyMember._base_manager.filter(person_id__in=list(members)).exclude(family_id__in=work.going)
    ending = set(members) - set(elsewhere.values_list("person_id", flat=True))
    doomed: dict[type[models.Model], set[uuid.UUID]] = {Person: ending}
    for table in tracing.tables():
        condition = tracing.about(table, ending)
        if table.family:
            condition |= Q(**{f"{table.family}__in": work.going})
        elif not table.about:
            continue
        if table.model.startswith("rights.") and not table.family:
            continue
        rows = tracing.rows_of(table, work.by.organisation_id).filter(condition)
        found = set(rows.values_list("pk", flat=True))
        if found:
            doomed.setdefault(rows.model, set()).update(found)
    work.counts.update(delete_all(doomed))


@action("request.erased", "rights.answer")
def erase_on_request(*, by: Viewer, request: SubjectRequest) -> Tombstone:
    """Erase somebody who asked for it, once it is known who asks and that nothing keeps the record."""
    request = SubjectRequest.objects.visible_to(by).select_for_update(of=("self",)).get(pk=request.pk)
    if request.asked != Asked.ERASURE or request.status != RequestStatus.OPEN or request.person is None:
        raise RuleBroken("This request does not ask for that, or is closed.")
    check_may_be_answered(
        asked_by=request.asked_by, child_able=request.child_able, identity_checked=request.identity_on is not None
    )
    SubjectRequest.objects.filter(pk=request.pk).update(
        status=RequestStatus.ANSWERED, answered_on=timezone.localdate(), checked_by_id=by.membership_id
    )
    tombstone = erase_person(by=by, person=request.person, request_id=request.pk)
    about(request)
    return tombstone


@action("batch.carried_out", "rights.keep")
def carry_out(*, by: Viewer, batch: ErasureBatch) -> int:
    """Erase the people of an approved batch, each looked at once more; return how many were."""
    batch = ErasureBatch.objects.visible_to(by).select_for_update().get(pk=batch.pk)
    if batch.approved_at is None or batch.done_at or batch.dropped_at:
        raise RuleBroken("It is not approved, or has ended.")
    erased = 0
    for candidate in batch.candidates.filter(verdict=Verdict.GO, kept_why="", done_at__isnull=True).order_by("pk"):
        person = Person.objects.visible_to(by).filter(pk=candidate.person_ref).first()
        found = keeping.kept_of_person(by, person, timezone.localdate()) if person else None
        result = "Something keeps them now" if found else "They were no longer there"
        if person and found and found.may_go:
            erase_person(by=by, person=person, rule_key=candidate.rule_key)
            result, erased = "Erased", erased + 1
        ErasureCandidate.objects.filter(pk=candidate.pk).update(done_at=timezone.now(), result=result)
    batch.done_at = timezone.now()
    batch.save(update_fields=["done_at"])
    about(batch, people=erased)
    return erased
