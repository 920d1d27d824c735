"""Addresses of the waiting list, the caseload and one journey."""

from django.urls import path

from trellis.features.journeys.web import changes, journey, lists

app_name = "journeys"
urlpatterns = [
    path("waiting-list/", lists.waiting_list, name="waiting_list"),
    path("waiting-list/print/", lists.waiting_paper, name="waiting_paper"),
    path("waiting-list/export/<str:kind>/", lists.waiting_export, name="waiting_export"),
    path("journeys/", lists.caseload, name="list"),
    path("journeys/<uuid:journey_id>/", journey.journey, name="journey"),
    path("journeys/<uuid:journey_id>/priority/", changes.priority, name="priority"),
    path("journeys/<uuid:journey_id>/waiting-for/", changes.waiting_for, name="waiting_for"),
    path("journeys/<uuid:journey_id>/evenings/", changes.evenings, name="evenings"),
    path("journeys/<uuid:journey_id>/keyworker/", changes.keyworker, name="keyworker"),
    path(
        "journeys/<uuid:journey_id>/keyworker/<uuid:keyworker_id>/end/",
        changes.end_keyworker,
        name="end_keyworker",
    ),
    path("journeys/<uuid:journey_id>/support/", changes.support, name="support"),
    path("journeys/<uuid:journey_id>/close/", changes.close, name="close"),
]
