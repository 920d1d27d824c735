"""Addresses of imports, below `referrals/imports/`."""

from django.urls import path

from trellis.features.referrals.web import imports

one = "<uuid:import_id>/"
urlpatterns = [
    path("", imports.imports, name="imports"),
    path("new/", imports.new_import, name="new_import"),
    path("template/<slug:key>.<slug:ending>", imports.template, name="import_template"),
    path(one, imports.one_import, name="import"),
    path(one + "problems.csv", imports.problems, name="import_problems"),
    path(one + "bring-in/", imports.bring_in, name="bring_in"),
    path(one + "drop/", imports.drop, name="drop_import"),
]
