"""Addresses of referrals."""

from django.urls import include, path

from trellis.features.referrals.web import (
    attaching,
    deciding,
    drafts,
    identity,
    import_urls,
    lists,
    pages,
    screening,
    sending,
)

app_name = "referrals"
one = "referrals/<uuid:referral_id>/"
page = one + "section/<slug:key>/<slug:item>/"
urlpatterns = [
    path("referrals/", lists.referrals, name="list"),
    path("referrals/export.<slug:ending>", lists.export, name="export"),
    path("referrals/new/", drafts.new, name="new"),
    path("referrals/imports/", include(import_urls)),
    path(one, pages.referral, name="referral"),
    path(one + "paper/", pages.paper, name="paper"),
    path(one + "section/<slug:key>/", drafts.section, name="section"),
    path(one + "section/<slug:key>/add/", drafts.add, name="add"),
    path(page, drafts.one_page, name="page"),
    path(page + "autosave/", drafts.autosave, name="autosave"),
    path(page + "remove/", drafts.remove, name="remove"),
    path(one + "documents/", attaching.documents, name="documents"),
    path(one + "documents/<uuid:attached_id>/", attaching.open_document, name="document"),
    path(one + "documents/<uuid:attached_id>/remove/", attaching.remove_document, name="remove_document"),
    path(one + "check/", sending.check, name="check"),
    path(one + "sent/", sending.sent, name="sent"),
    path(one + "withdraw/", sending.withdraw, name="withdraw"),
    path(one + "people/", identity.identity, name="identity"),
    path(one + "screening/", screening.screening, name="screening"),
    path(one + "screening/facts/<slug:key>/<slug:about>/", screening.fact, name="fact"),
    path(one + "screening/places/", screening.places, name="places"),
    path(one + "screening/what-else/", screening.what_else, name="what_else"),
    path(one + "screening/accept/", deciding.accept, name="accept"),
    path(one + "screening/decline/", deciding.decline, name="decline"),
    path(one + "screening/ask/", deciding.ask, name="ask"),
    path(one + "screening/override/", deciding.override, name="override"),
    path(one + "more/", deciding.more, name="more"),
]
