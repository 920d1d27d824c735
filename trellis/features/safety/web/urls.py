"""Addresses of safety."""

from django.urls import path

from trellis.features.safety.web import views

app_name = "safety"
urlpatterns = [
    path("families/<uuid:family_id>/incidents/", views.incidents, name="incidents"),
    path("families/<uuid:family_id>/incidents/new/", views.record, name="record"),
    path("families/<uuid:family_id>/incidents/<uuid:incident_id>/withdraw/", views.withdraw, name="withdraw"),
]
