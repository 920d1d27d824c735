"""Addresses of families."""

from django.urls import path

from trellis.features.families.web import changes, genogram, views

app_name = "families"
urlpatterns = [
    path("families/", views.families, name="list"),
    path("families/new/", changes.new_family, name="new"),
    path("families/<uuid:family_id>/", views.family, name="family"),
    path("families/<uuid:family_id>/name/", changes.rename, name="rename"),
    path("families/<uuid:family_id>/people/new/", changes.add_person, name="add_person"),
    path("families/<uuid:family_id>/people/<uuid:person_id>/", changes.change_person, name="change_person"),
    path("families/<uuid:family_id>/people/<uuid:person_id>/contact/", changes.contact, name="add_contact"),
    path(
        "families/<uuid:family_id>/people/<uuid:person_id>/contact/<uuid:contact_id>/", changes.contact, name="contact"
    ),
    path(
        "families/<uuid:family_id>/people/<uuid:person_id>/contact/<uuid:contact_id>/remove/",
        changes.remove_contact,
        name="remove_contact",
    ),
    path("families/<uuid:family_id>/people/<uuid:person_id>/occupation/", changes.occupation, name="add_occupation"),
    path("families/<uuid:family_id>/relationships/", changes.relationship, name="relationship"),
    path(
        "families/<uuid:family_id>/relationships/<uuid:relationship_id>/remove/",
        changes.remove_relationship,
        name="remove_relationship",
    ),
    path("families/<uuid:family_id>/homes/new/", changes.household, name="add_household"),
    path("families/<uuid:family_id>/homes/<uuid:household_id>/", changes.household, name="household"),
    path("families/<uuid:family_id>/genogram/", genogram.genogram, name="genogram"),
    path("families/<uuid:family_id>/genogram/print/", genogram.genogram_paper, name="genogram_paper"),
    path("families/<uuid:family_id>/genogram/pdf/", genogram.genogram_pdf, name="genogram_pdf"),
    path("families/<uuid:family_id>/ecomap/", genogram.ecomap, name="ecomap"),
    path("families/<uuid:family_id>/ecomap/print/", genogram.ecomap_paper, name="ecomap_paper"),
    path("families/<uuid:family_id>/ecomap/pdf/", genogram.ecomap_pdf, name="ecomap_pdf"),
]
