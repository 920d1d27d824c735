"""Addresses of the chronology."""

from django.urls import path

from trellis.features.chronology.web import paper, views

app_name = "chronology"
HERE = "families/<uuid:family_id>/chronology/"
urlpatterns = [
    path(HERE, views.chronology, name="chronology"),
    path(f"{HERE}print/", paper.to_print, name="print"),
    path(f"{HERE}word/", paper.word, name="word"),
    path(f"{HERE}pdf/", paper.pdf, name="pdf"),
    path(f"{HERE}new/", views.write, name="write"),
    path(f"{HERE}own/<uuid:entry_id>/withdraw/", views.withdraw, name="withdraw"),
    path(f"{HERE}entries/<str:key>/", views.mark, name="mark"),
]
