"""Writing a referral, page by page; nothing typed is lost."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from django.utils import timezone

from trellis.features.programmes import queries as programmes
from trellis.features.referrals import permissions
from trellis.features.referrals.actions.locking import locked, locked_draft, move
from trellis.features.referrals.models import Referral
from trellis.features.referrals.rules import ReferralSource, ReferralStatus, check_way
from trellis.features.referrals.rules.answers import Document, ReadableDocument, next_item, read_answers, section_of
from trellis.features.referrals.rules.questions import keepable
from trellis.features.referrals.rules.sections import BY_KEY
from trellis.features.referrals.rules.tidy import with_page, without_item
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action
from trellis.platform.documents import actions as documents

MOST_ITEMS = 40
UNMISTAKABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference(by: Viewer) -> str:
    """Make a reference that can be said on the telephone, not yet used in the organisation."""
    while True:
        letters = "".join(secrets.choice(UNMISTAKABLE) for _ in range(7))
        reference = f"{letters[:3]}-{letters[3:]}"
        if not Referral.objects.of_organisation(by).filter(reference=reference).exists():
            return reference


@action("referral.begun", permissions.MAKE)
def begin_referral(
    *,
    by: Viewer,
    programme_key: str,
    answers: ReadableDocument | None = None,
    source: ReferralSource = ReferralSource.FORM,
    import_key: str = "",
) -> Referral:
    """Begin a draft for a programme that the organisation offers, with answers that are there already, if any.

    Raises RuleBroken when the programme takes no referrals here.
    """
    if programme_key not in {offered.key for offered in programmes.on_offer(by)}:
        raise RuleBroken("This programme takes no referrals at present.", "programme")
    document: Document = {} if answers is None else {key: dict(items) for key, items in answers.items()}  # type: ignore[call-overload]
    if "referrer" not in document and by.role == Role.REFERRER:
        about_referrer: dict[str, object] = {"name": by.name, "agency": by.agency, "profession": by.profession}
        document["referrer"] = {"about": about_referrer}
    referral = Referral.objects.create(
        organisation_id=by.organisation_id,
        reference=new_reference(by),
        programme_version=programmes.latest_version(programme_key),
        made_by_id=by.membership_id,
        agency=by.agency,
        profession=by.profession,
        source=source,
        answers=document,
        family_name=read_answers(document).family_name,
        import_key=import_key,
    )
    about(referral)
    return referral


@action("referral.page_saved", permissions.MAKE)
def save_page(*, by: Viewer, referral: Referral, section: str, item: str, values: Mapping[str, object]) -> Referral:
    """Keep what was typed on one page, right or wrong; every other page stays as it is, whoever writes it meanwhile."""
    draft = locked_draft(by, referral)
    if section not in BY_KEY or not item or len(item) > 40:
        raise RuleBroken("There is no such page.")
    kept = {str(name)[:80]: keepable(value) for name, value in list(values.items())[:200]}
    _write(draft, with_page(draft.answers, section, keepable_item(item), kept))
    about(draft, section=section)
    return draft


def keepable_item(item: str) -> str:
    """Return the id of an item without what cannot be kept."""
    return str(keepable(item))


@action("referral.item_added", permissions.MAKE)
def add_item(*, by: Viewer, referral: Referral, section: str) -> str:
    """Make room for one more person, home or agency in a draft; return its item. Two tabs never get the same one."""
    draft = locked_draft(by, referral)
    prefix = BY_KEY[section].adds if section in BY_KEY else ""
    items = section_of(draft.answers, section)
    if not prefix:
        raise RuleBroken("Nothing can be added here.")
    if len(items) >= MOST_ITEMS:
        raise RuleBroken(f"There is room for {MOST_ITEMS} at most. Remove one first.")
    item = next_item(prefix, items)
    _write(draft, with_page(draft.answers, section, item, {}))
    about(draft, section=section)
    return item


@action("referral.item_removed", permissions.MAKE)
def remove_item(*, by: Viewer, referral: Referral, section: str, item: str) -> Referral:
    """Take a person, a home or an agency out of a draft; with a person goes what was said of them elsewhere."""
    draft = locked_draft(by, referral)
    _write(draft, without_item(draft.answers, section, item))
    about(draft, section=section)
    return draft


def _write(draft: Referral, document: Document) -> None:
    draft.answers = document
    draft.family_name = read_answers(document).family_name[:120]
    draft.save(update_fields=["answers", "family_name", "changed_at"])


@action("referral.withdrawn", permissions.SEE)
def withdraw(*, by: Viewer, referral: Referral, note: str = "") -> Referral:
    """Withdraw a referral, or delete a draft: its answers and documents go, the record that it was there stays.

    Raises RuleBroken when it has been decided already, or without a reason once it was sent.
    """
    held = locked(by, referral)
    if by.role == Role.PRACTITIONER or (by.role == Role.REFERRER and held.made_by_id != by.membership_id):
        raise RuleBroken("Only the person who made a referral, or a co-ordinator, can withdraw it.")
    check_way("withdraw", ReferralStatus(held.status))
    was_draft = held.status == ReferralStatus.DRAFT
    if not was_draft and not note.strip():
        raise RuleBroken("Enter why the referral is withdrawn.", "note")
    move(by, held, "withdraw", note.strip())
    held.decided_at = timezone.now()
    if was_draft:
        held.answers, held.family_name = {}, ""
        for attached in held.documents.select_related("document"):
            documents.remove(by=by, document=attached.document)
            attached.delete()
    held.save(update_fields=["status", "decided_at", "answers", "family_name", "changed_at"])
    about(held)
    return held
