"""Addresses of families."""

from django.urls import path

from trellis.features.families.web import care, changes, contact, genogram, homes, needs, person, ties, views

app_name = "families"
FAMILY = "families/<uuid:family_id>/"
PERSON = f"{FAMILY}people/<uuid:person_id>/"
urlpatterns = [
    path("families/", views.families, name="list"),
    path("families/new/", changes.new_family, name="new"),
    path("families/<uuid:family_id>/", views.family, name="family"),
    path("families/<uuid:family_id>/name/", changes.rename, name="rename"),
    path("families/<uuid:family_id>/people/new/", changes.add_person, name="add_person"),
    path("families/<uuid:family_id>/people/<uuid:person_id>/", changes.change_person, name="change_person"),
    path(f"{PERSON}about/", person.person, name="person"),
    path(f"{PERSON}contact/", contact.contact, name="add_contact"),
    path(f"{PERSON}contact/plan/", contact.plan, name="plan"),
    path(f"{PERSON}contact/<uuid:contact_id>/", contact.contact, name="contact"),
    path(f"{PERSON}contact/<uuid:contact_id>/remove/", contact.remove_contact, name="remove_contact"),
    path(f"{PERSON}occupation/", changes.occupation, name="add_occupation"),
    path(f"{PERSON}responsibility/", care.responsibility, name="add_responsibility"),
    path(f"{PERSON}responsibility/<uuid:responsibility_id>/", care.responsibility, name="responsibility"),
    path(
        f"{PERSON}responsibility/<uuid:responsibility_id>/remove/",
        care.remove_responsibility,
        name="remove_responsibility",
    ),
    path(f"{PERSON}help/", needs.signpost, name="signpost"),
    path(f"{FAMILY}relationships/", ties.relationship, name="relationship"),
    path(f"{FAMILY}relationships/<uuid:relationship_id>/", ties.relationship, name="change_relationship"),
    path(f"{FAMILY}relationships/<uuid:relationship_id>/remove/", ties.remove_relationship, name="remove_relationship"),
    path(f"{FAMILY}between/", ties.tie_quality, name="tie_quality"),
    path(f"{FAMILY}between/<uuid:quality_id>/", ties.tie_quality, name="change_tie_quality"),
    path(f"{FAMILY}between/<uuid:quality_id>/remove/", ties.remove_tie_quality, name="remove_tie_quality"),
    path(f"{FAMILY}homes/new/", homes.household, name="add_household"),
    path(f"{FAMILY}homes/<uuid:household_id>/", homes.household, name="household"),
    path(f"{FAMILY}homes/<uuid:household_id>/people/<uuid:member_id>/", homes.residence, name="residence"),
    path(f"{FAMILY}contact/", care.contact_and_orders, name="contact_and_orders"),
    path(f"{FAMILY}contact/new/", care.arrangement, name="add_arrangement"),
    path(f"{FAMILY}contact/<uuid:arrangement_id>/", care.arrangement, name="arrangement"),
    path(f"{FAMILY}contact/<uuid:arrangement_id>/remove/", care.remove_arrangement, name="remove_arrangement"),
    path(f"{FAMILY}orders/new/", care.order, name="add_order"),
    path(f"{FAMILY}orders/<uuid:order_id>/", care.order, name="order"),
    path(f"{FAMILY}orders/<uuid:order_id>/remove/", care.remove_order, name="remove_order"),
    path(f"{FAMILY}needs/", needs.needs, name="needs"),
    path(f"{FAMILY}needs/new/", needs.need, name="add_need"),
    path(f"{FAMILY}needs/<uuid:need_id>/", needs.need, name="need"),
    path(f"{FAMILY}help/<uuid:signpost_id>/", needs.what_came, name="what_came"),
    path("families/<uuid:family_id>/genogram/", genogram.genogram, name="genogram"),
    path("families/<uuid:family_id>/genogram/print/", genogram.genogram_paper, name="genogram_paper"),
    path("families/<uuid:family_id>/genogram/pdf/", genogram.genogram_pdf, name="genogram_pdf"),
    path("families/<uuid:family_id>/ecomap/", genogram.ecomap, name="ecomap"),
    path("families/<uuid:family_id>/ecomap/print/", genogram.ecomap_paper, name="ecomap_paper"),
    path("families/<uuid:family_id>/ecomap/pdf/", genogram.ecomap_pdf, name="ecomap_pdf"),
]
