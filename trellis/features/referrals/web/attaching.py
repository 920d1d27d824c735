"""Documents of a referral: attaching, opening, removing."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.features.referrals import actions, permissions, queries
from trellis.features.referrals.queries.one import document
from trellis.features.referrals.rules import ReferralStatus
from trellis.features.referrals.rules.papers import document_kinds, needed_documents
from trellis.features.referrals.rules.sections import Draft
from trellis.features.referrals.web.shared import context_of, draft_of, viewer_of
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.access.roles import OPERATIONAL
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system.forms import FileUpload, GovukForm, Radios
from trellis.platform.documents.web.serving import serve

if TYPE_CHECKING:
    from trellis.features.referrals.models import Referral


class AttachForm(GovukForm):
    """What kind of document it is, and the file."""

    kind_key = Radios(label="What is it?", missing="Choose what kind of document it is", small=True)
    upload = FileUpload(
        label="File",
        hint="PDF, Word, a picture, a spreadsheet or plain text, up to 20 MB",
        most_bytes=20 * 1024 * 1024,
        missing="Choose a file",
    )

    def __init__(self, *args: Any, kinds: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind_key"].choices = list(kinds)


def document_context(viewer: Viewer, referral: Referral, draft: Draft) -> dict[str, Any]:
    """Return what is needed, what has come, and the form to attach more."""
    kinds = document_kinds(draft.definition, draft.answers)
    titles = dict(kinds)
    return {
        "papers": [
            {"paper": paper, "there": paper.is_there(draft.uploaded)}
            for paper in needed_documents(draft.definition, draft.answers)
        ],
        "attached": [
            {
                "attached": each,
                "kind": titles.get(each.kind_key, each.kind_key.replace("_", " ").capitalize()),
                "href": reverse("referrals:document", args=[referral.pk, each.pk]),
                "remove": reverse("referrals:remove_document", args=[referral.pk, each.pk])
                if each.document.uploaded_by_id == viewer.membership_id
                else "",
            }
            for each in queries.documents_of(viewer, referral)
        ],
        "attach_form": AttachForm(kinds=kinds),
        "attach_href": reverse("referrals:documents", args=[referral.pk]),
    }


def may_attach(viewer: Viewer, referral: Referral) -> bool:
    """Tell whether this viewer may add documents now."""
    closed = {ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN}
    own = referral.made_by_id == viewer.membership_id
    return (own or viewer.role in OPERATIONAL) and ReferralStatus(referral.status) not in closed


@page(permissions.SEE, methods=("GET", "POST"))
def documents(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Show the documents of a referral and attach one; what was chosen stays when the file is refused."""
    viewer = viewer_of(request)
    referral = queries.referral(viewer, referral_id)
    draft = draft_of(viewer, referral)
    form = None
    if request.method == "POST" and may_attach(viewer, referral):
        form = AttachForm(request.POST, request.FILES, kinds=document_kinds(draft.definition, draft.answers))
        if form.is_valid():
            try:
                actions.attach_document(by=viewer, referral=referral, **form.cleaned_data)
            except RuleBroken as broken:
                form.add_rule_broken(broken)
            else:
                messages.success(request, "The document was attached.")
                return redirect(_after(referral))
    viewed(viewer, referral)
    context = {**context_of(viewer, referral), **document_context(viewer, referral, draft), "form": form}
    context["attach_form"] = form or context["attach_form"]
    context["may_attach"] = may_attach(viewer, referral)
    return render(request, "referrals/documents.jinja", context)


def _after(referral: Referral) -> str:
    if referral.status == ReferralStatus.DRAFT:
        return reverse("referrals:page", args=[referral.pk, "documents", "papers"])
    return reverse("referrals:documents", args=[referral.pk])


@page(permissions.SEE)
def open_document(request: HttpRequest, referral_id: uuid.UUID, attached_id: uuid.UUID) -> HttpResponseBase:
    """Hand out one document."""
    viewer = viewer_of(request)
    found = document(viewer, queries.referral(viewer, referral_id), attached_id)
    viewed(viewer, found)
    return serve(found.document)


@page(permissions.SEE, methods=("POST",))
def remove_document(request: HttpRequest, referral_id: uuid.UUID, attached_id: uuid.UUID) -> HttpResponse:
    """Take a document off a referral."""
    viewer = viewer_of(request)
    referral = queries.referral(viewer, referral_id)
    try:
        actions.remove_document(by=viewer, attached=document(viewer, referral, attached_id))
        messages.success(request, "The document was removed.")
    except RuleBroken as broken:
        messages.warning(request, broken.message)
    return redirect(_after(referral))
