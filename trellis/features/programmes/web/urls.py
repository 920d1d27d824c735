"""Addresses of programmes."""

from django.urls import path

from trellis.features.programmes.web import views

app_name = "programmes"
urlpatterns = [
    path("programmes/", views.programmes, name="list"),
    path("programmes/offers/", views.offers, name="offers"),
    path("programmes/<slug:key>/", views.programme, name="programme"),
    path("programmes/<slug:key>/facilitators/", views.facilitators, name="facilitators"),
    path("programmes/<slug:key>/offer/", views.change_offer, name="change_offer"),
]
