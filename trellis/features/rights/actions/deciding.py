"""Keeps what was gathered, and what is decided of each item."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from django.utils import timezone

from trellis.features.rights import rules
from trellis.features.rights.actions.asking import PERMISSION
from trellis.features.rights.models import GatheredItem, SubjectRequest
from trellis.features.rights.queries.gathering import Found, Search
from trellis.features.rights.queries.requests import parts_of_item
from trellis.features.rights.rules import Choice, ItemKind
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

BY_THEMSELVES = frozenset({ItemKind.ELSEWHERE, ItemKind.PAPER})


@action("request.gathered", PERMISSION)
def keep_gathered(*, by: Viewer, request: SubjectRequest, search: Search, found: Iterable[Found]) -> int:
    """Keep what was found as items to decide, each with what is suggested; return how many."""
    request = _open(by, request.pk)
    request.items.all().delete()
    made = []
    for number, each in enumerate(found, 1):
        suggested = rules.suggestion(
            each.kind, each.parts, is_contact_of_others=each.contact_of_others, other_names=search.other_names
        )
        made.append(
            GatheredItem(
                organisation_id=by.organisation_id,
                request=request,
                number=number,
                section=each.section,
                section_label=each.section_label,
                kind=each.kind,
                label=each.label,
                source_model=each.model,
                source_id=each.pk,
                source_family_id=each.family,
                whose_id=each.whose,
                tells_where=each.tells_where,
                on=each.on,
                parts=[asdict(part) for part in each.parts],
                suggested={
                    **asdict(suggested),
                    "whole": list(suggested.whole),
                    "words": {key: list(words) for key, words in suggested.words.items()},
                },
                contact_of_others=each.contact_of_others,
                document=each.document,
            )
        )
    GatheredItem.objects.bulk_create(made)
    request.gathered_at = timezone.now()
    request.save(update_fields=["gathered_at"])
    about(request, items=len(made))
    return len(made)


@action("request.item_decided", PERMISSION)
def decide(
    *,
    by: Viewer,
    request: SubjectRequest,
    item_id: uuid.UUID,
    choice: str,
    basis: str = "",
    reason: str = "",
    whole: Sequence[str] = (),
    words: Mapping[str, Sequence[str]] | None = None,
) -> GatheredItem:
    """Decide one item: it is released, released with parts taken out, or kept back, with ground and reason."""
    request = _open(by, request.pk)
    item = request.items.select_for_update().get(pk=GatheredItem.objects.visible_to(by).get(pk=item_id).pk)
    _decide(by, item, choice, basis, reason, list(whole), {key: list(found) for key, found in (words or {}).items()})
    item.save()
    about(item, choice=choice, basis=basis)
    return item


@action("request.items_decided", PERMISSION)
def decide_many(
    *,
    by: Viewer,
    request: SubjectRequest,
    item_ids: Iterable[uuid.UUID],
    choice: str,
    basis: str = "",
    reason: str = "",
) -> int:
    """Decide several items alike, or each as was suggested (`choice` "suggested"); return how many.

    What tells where somebody else is, what stands in another family's file and stored papers are never released many
    at once.
    """
    request = _open(by, request.pk)
    decided = 0
    seen = (
        GatheredItem.objects.visible_to(by).filter(request=request, pk__in=list(item_ids)).values_list("pk", flat=True)
    )
    chosen = list(request.items.select_for_update().filter(pk__in=list(seen)).order_by("number"))
    for item in chosen:
        if choice == "suggested":
            if not item.suggested.get("choice"):
                raise RuleBroken(f"Nothing is suggested for item {item.number}: read it, and decide it by itself.")
            _decide(by, item, *_as_suggested(item, reason))
        else:
            if choice == Choice.RELEASE and (
                item.contact_of_others or item.kind in {ItemKind.ELSEWHERE, ItemKind.PAPER}
            ):
                raise RuleBroken(f"Item {item.number} cannot be released with others: decide it by itself.")
            _decide(by, item, choice, basis, reason, [], {})
        item.save()
        decided += 1
    if not decided:
        raise RuleBroken("Choose the items first.", "items")
    about(request, items=decided, choice=choice, basis=basis)
    return decided


def _as_suggested(item: GatheredItem, reason: str) -> tuple[str, str, str, list[str], dict[str, list[str]]]:
    found = item.suggested
    why = reason.strip() or ("" if found["choice"] == Choice.RELEASE else found["why"])
    return found["choice"], found["basis"], why, found["whole"], found["words"]


def _decide(
    by: Viewer,
    item: GatheredItem,
    choice: str,
    basis: str,
    reason: str,
    whole: list[str],
    words: dict[str, list[str]],
) -> None:
    rules.check_choice(
        parts_of_item(item),
        choice,
        basis,
        reason,
        whole,
        words,
        is_contact_of_others=item.contact_of_others,
        is_paper=item.document_id is not None,
    )
    if choice == Choice.RELEASE and item.kind == ItemKind.ELSEWHERE and len(reason.strip()) < 10:
        raise RuleBroken("It stands in another family's file. Say why it may be told all the same.", "reason")
    item.choice, item.reason = choice, reason.strip()
    item.basis = "" if choice == Choice.RELEASE else basis
    item.whole = whole if choice == Choice.REDACT else []
    item.words = words if choice == Choice.REDACT else {}
    item.decided_by_id, item.decided_at = by.membership_id, timezone.now()


def _open(by: Viewer, request_id: uuid.UUID) -> SubjectRequest:
    found: SubjectRequest = SubjectRequest.objects.visible_to(by).select_for_update(of=("self",)).get(pk=request_id)
    if found.status != rules.RequestStatus.OPEN:
        raise RuleBroken("Nothing can be changed now: it is being checked, or it is answered.")
    return found
