"""Addresses of confidentiality."""

from django.urls import path

from trellis.features.confidentiality.web import needing, overview, sealing, sharing, shutting

app_name = "confidentiality"
FAMILY = "families/<uuid:family_id>/confidentiality/"
urlpatterns = [
    path("confidentiality/", overview.overview, name="overview"),
    path("confidentiality/people-i-know/", shutting.people_i_know, name="people_i_know"),
    path("confidentiality/people-staff-know/<uuid:known_id>/", shutting.settle, name="settle"),
    path("confidentiality/opened/<uuid:opened_id>/", needing.review, name="review"),
    path("confidentiality/opened/<uuid:opened_id>/close/", needing.close_again, name="close_again"),
    path("confidentiality/open-in-need/", needing.open_in_need, name="open_in_need"),
    path("shared-with-us/", sharing.received, name="received"),
    path("shared-with-us/<uuid:shared_id>/", sharing.received_one, name="received_one"),
    path(FAMILY, overview.family, name="family"),
    path(f"{FAMILY}seals/new/", sealing.seal, name="seal"),
    path(f"{FAMILY}seals/<uuid:seal_id>/review/", sealing.move_review, name="move_review"),
    path(f"{FAMILY}seals/<uuid:seal_id>/lift/", sealing.lift, name="lift"),
    path(f"{FAMILY}i-know-them/", shutting.declare, name="declare"),
    path(f"{FAMILY}shut-out/", shutting.shut_out, name="shut_out"),
    path(f"{FAMILY}shut-out/<uuid:shut_id>/end/", shutting.let_in, name="let_in"),
    path(f"{FAMILY}close/", shutting.close, name="close"),
    path(f"{FAMILY}open-again/", shutting.open_again, name="open_again"),
    path(f"{FAMILY}other-side/", shutting.part, name="part"),
    path(f"{FAMILY}other-side/<uuid:sides_id>/join/", shutting.join, name="join"),
    path(f"{FAMILY}sharing/", sharing.agreements, name="agreements"),
    path(f"{FAMILY}sharing/new/", sharing.agree, name="agree"),
    path(f"{FAMILY}sharing/<uuid:agreement_id>/share/", sharing.share, name="share"),
    path(f"{FAMILY}sharing/<uuid:agreement_id>/end/", sharing.end, name="end_agreement"),
    path("sharing/<uuid:shared_id>/take-back/", sharing.take_back, name="take_back"),
]
