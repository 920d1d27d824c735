"""Addresses of duplicates."""

from django.urls import path

from trellis.features.duplicates.web import merging, pairs

app_name = "duplicates"
urlpatterns = [
    path("duplicates/", pairs.likely, name="list"),
    path("duplicates/look/", pairs.look, name="look"),
    path("duplicates/two-people/", pairs.decisions, name="decisions"),
    path("duplicates/two-people/<uuid:decision_id>/take-back/", pairs.take_back, name="take_back"),
    path("duplicates/merges/", merging.merges, name="merges"),
    path("duplicates/merges/<uuid:merge_id>/", merging.take_apart, name="take_apart"),
    path("duplicates/<uuid:kept_id>/and/<uuid:gone_id>/", merging.compare, name="compare"),
    path("duplicates/<uuid:kept_id>/and/<uuid:gone_id>/two-people/", pairs.two_people, name="two_people"),
    path("people/<uuid:person_id>/duplicates/", pairs.of_person, name="of_person"),
]
