"""Addresses of figures."""

from django.urls import path

from trellis.features.insight.web import views

app_name = "insight"
urlpatterns = [
    path("figures/", views.programmes, name="programmes"),
    path("figures/<slug:key>/", views.programme, name="programme"),
    path("figures/<slug:key>/figures.csv", views.as_csv, name="csv"),
    path("figures/<slug:key>/figures.xlsx", views.as_xlsx, name="xlsx"),
]
