"""One form on a page: asked, checked by the rule, and the way back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.kernel.decisions import RuleBroken
from trellis.platform.design_system.forms import GovukForm

BOTH = ("GET", "POST")


def saved(form: GovukForm, act: Callable[[], Any]) -> bool:
    """Act on a valid form; say no, with the rule's words beside the field, when the rule is broken."""
    if not form.is_valid():
        return False
    try:
        act()
    except RuleBroken as broken:
        form.add_rule_broken(broken)
        return False
    return True


def ask(request: HttpRequest, form: GovukForm, title: str, back: str, **more: Any) -> HttpResponse:
    """Show a form on a page of its own."""
    context = {"form": form, "title": title, "back_href": back, "cancel_href": back, "submit_text": "Save", **more}
    return render(request, "layouts/one_thing_page.jinja", context)


def to_family(family_id: uuid.UUID) -> str:
    """Return the address of a family's page about who may see what."""
    return reverse("confidentiality:family", args=[family_id])


def done(request: HttpRequest, address: str, words: str) -> HttpResponseRedirect:
    """Go to an address and say what was done."""
    messages.success(request, words)
    return redirect(address)
