"""Addresses of separations."""

from django.urls import path

from trellis.features.separations.web import keeping, views

app_name = "separations"
urlpatterns = [
    path("separations/", views.separations, name="list"),
    path("separations/<uuid:separation_id>/", views.separation, name="separation"),
    path("separations/<uuid:separation_id>/review/", keeping.review, name="review"),
    path("separations/<uuid:separation_id>/end/", keeping.end, name="end"),
    path("families/<uuid:family_id>/separations/new/", keeping.new, name="new"),
]
