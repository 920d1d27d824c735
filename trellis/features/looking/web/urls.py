"""Addresses of looking."""

from django.urls import path

from trellis.features.looking.web import looked_at, reviews, streets

app_name = "looking"
urlpatterns = [
    path("families/<uuid:family_id>/looked-at/", looked_at.looked_at, name="looked_at"),
    path("families/<uuid:family_id>/looked-at/looked-at.csv", looked_at.as_csv, name="csv"),
    path("families/<uuid:family_id>/watched/", looked_at.watched, name="watched"),
    path("looking/", reviews.reviews, name="reviews"),
    path("looking/<uuid:look_id>/", reviews.review, name="review"),
    path("looking/streets/", streets.streets, name="streets"),
    path("looking/streets/<uuid:street_id>/", streets.take_away, name="take_street_away"),
]
