"""Sign-in by an organisation's own provider: which one, going there, coming back."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods
from requests import RequestException

from trellis.platform.access import queries
from trellis.platform.access.own_sign_in import UNREACHABLE, ProviderAdapter, failed
from trellis.platform.access.pages import public_page
from trellis.platform.access.rules.providers import domain_of
from trellis.platform.access.web import held
from trellis.platform.design_system import render
from trellis.platform.design_system.forms import Email, GovukForm

NONE = (
    "No organisation in Trellis signs people in with an address at {domain}. "
    "Use your password, or ask your administrator"
)


class OwnSignInForm(GovukForm):
    """The e-mail address at work, by which the organisation is found."""

    email = Email(label="Your e-mail address at work", width=30, missing="Enter your e-mail address at work")


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Ask for the address at work, and link to those who sign people in with it."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("today"))
    held.wait(request)
    form = OwnSignInForm(request.POST if "email" in request.POST else None)
    found = []
    if form.is_valid():
        domain = domain_of(form.cleaned_data["email"])
        found = queries.providers_for(domain)
        if not found:
            form.add_error("email", NONE.format(domain=domain))
    follows = _next(request)
    context = {
        "form": form,
        "follows": follows,
        "found": [
            {
                "name": one.name,
                "organisation": one.organisation.name,
                "href": _begin_address(one.organisation.slug, follows),
            }
            for one in found
        ],
    }
    return render(request, "access/own_sign_in.jinja", context)


@public_page
@require_http_methods(["GET", "HEAD"])
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the organisation's own sign-in."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("today"))
    if set(request.GET) - {"next"} or "." in provider_id:
        raise Http404  # Nothing else of what is asked of a provider is for the address to say.
    return _spoken(request, provider_id, OAuth2LoginView)


@public_page
@require_http_methods(["GET", "HEAD"])
def done(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the organisation's own sign-in."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("today"))
    return _spoken(request, provider_id, OAuth2CallbackView)


def _spoken(request: HttpRequest, provider_id: str, view: type) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(ProviderAdapter(request, provider_id))(request)
        return answer
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except ImmediateHttpResponse as answered:
        return answered.response
    except (RequestException, OAuth2Error, ValueError, KeyError, TypeError):
        return failed(request, queries.provider_called(provider_id), UNREACHABLE)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/") else ""


def _begin_address(slug: str, follows: str) -> str:
    address = reverse("openid_connect_login", kwargs={"provider_id": slug})
    return f"{address}?{urlencode({'next': follows})}" if follows else address
