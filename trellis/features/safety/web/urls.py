"""Addresses of safety."""

from django.urls import path

from trellis.features.safety.web import communication, concerns, flags, incidents, overview, paper, plans, risk

app_name = "safety"
FAMILY = "families/<uuid:family_id>/"
SAFETY = f"{FAMILY}safety/"
urlpatterns = [
    path("safety/due/", overview.reviews, name="due"),
    path(SAFETY, overview.safety, name="safety"),
    path(f"{FAMILY}incidents/", incidents.incidents, name="incidents"),
    path(f"{FAMILY}incidents/new/", incidents.record, name="record"),
    path(f"{FAMILY}incidents/<uuid:incident_id>/withdraw/", incidents.withdraw, name="withdraw"),
    path(f"{FAMILY}incidents/<uuid:incident_id>/stands-out/", incidents.stands_out, name="stands_out"),
    path(f"{SAFETY}flags/", flags.flags, name="flags"),
    path(f"{SAFETY}flags/new/", flags.raise_flag, name="raise_flag"),
    path(f"{SAFETY}flags/<uuid:flag_id>/", flags.review, name="review_flag"),
    path(f"{SAFETY}risk/", risk.risks, name="risk"),
    path(f"{SAFETY}risk/sheet/new/", risk.assess, name="assess"),
    path(f"{SAFETY}risk/sheet/<uuid:assessment_id>/", risk.assessment, name="assessment"),
    path(f"{SAFETY}risk/sheet/<uuid:assessment_id>/judgement/", risk.judge, name="judge"),
    path(f"{SAFETY}risk/sheet/<uuid:assessment_id>/withdraw/", risk.withdraw, name="withdraw_assessment"),
    path(f"{SAFETY}risk/note/new/", risk.write_note, name="write_note"),
    path(f"{SAFETY}risk/note/<uuid:note_id>/", risk.note, name="note"),
    path(f"{SAFETY}risk/note/<uuid:note_id>/review/", risk.review_note, name="review_note"),
    path(f"{SAFETY}plans/new/", plans.make, name="make_plan"),
    path(f"{SAFETY}plans/<uuid:plan_id>/", plans.plan, name="plan"),
    path(f"{SAFETY}plans/<uuid:plan_id>/versions/<int:number>/", plans.version, name="version"),
    path(f"{SAFETY}plans/<uuid:plan_id>/new-version/", plans.new_version, name="new_version"),
    path(f"{SAFETY}plans/<uuid:plan_id>/end/", plans.end, name="end_plan"),
    path(f"{SAFETY}plans/<uuid:plan_id>/paper/", paper.paper, name="paper"),
    path(f"{SAFETY}plans/<uuid:plan_id>/paper/pdf/", paper.pdf, name="pdf"),
    # Browsers print the address of a page: this one tells nothing.
    path(f"{FAMILY}page/<uuid:plan_id>/", paper.discreet, name="discreet"),
    path(f"{FAMILY}page/<uuid:plan_id>/pdf/", paper.discreet_pdf, name="discreet_pdf"),
    path(f"{SAFETY}communication/new/", communication.make, name="make_communication"),
    path(f"{SAFETY}communication/<uuid:plan_id>/", communication.plan, name="communication"),
    path(f"{SAFETY}communication/<uuid:plan_id>/new-version/", communication.new_version, name="communication_version"),
    path(f"{SAFETY}communication/<uuid:plan_id>/readers/", communication.readers, name="readers"),
    path(f"{SAFETY}concerns/new/", concerns.write, name="write_concern"),
    path(f"{SAFETY}concerns/<uuid:concern_id>/", concerns.concern, name="concern"),
    path(f"{SAFETY}concerns/<uuid:concern_id>/referral/", concerns.refer, name="refer_concern"),
    path(f"{SAFETY}concerns/<uuid:concern_id>/follow-up/", concerns.follow_up, name="follow_up"),
    path(f"{SAFETY}concerns/<uuid:concern_id>/referrals/<uuid:referral_id>/", concerns.outcome, name="concern_outcome"),
]
