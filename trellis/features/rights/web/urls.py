"""Addresses of rights."""

from django.urls import path

from trellis.features.rights.web import answering, deciding, keeping, requests

app_name = "rights"
ONE = "requests/<uuid:request_id>"
urlpatterns = [
    path("requests/", requests.requests, name="requests"),
    path("requests/new/", requests.find, name="find"),
    path("requests/new/<uuid:person_id>/", requests.new, name="new"),
    path(f"{ONE}/", requests.request_page, name="request"),
    path(f"{ONE}/identity/", requests.identity, name="identity"),
    path(f"{ONE}/child/", requests.child, name="child"),
    path(f"{ONE}/stop/", requests.stop, name="stop"),
    path(f"{ONE}/start/", requests.start, name="start"),
    path(f"{ONE}/longer/", requests.longer, name="longer"),
    path(f"{ONE}/refuse/", requests.refuse, name="refuse"),
    path(f"{ONE}/withdraw/", requests.withdraw, name="withdraw"),
    path(f"{ONE}/gather/", deciding.gather, name="gather"),
    path(f"{ONE}/items/", deciding.items, name="items"),
    path(f"{ONE}/items/<uuid:item_id>/", deciding.item, name="item"),
    path(f"{ONE}/items/<uuid:item_id>/paper/", deciding.paper, name="paper"),
    path(f"{ONE}/check/", answering.check, name="check"),
    path(f"{ONE}/send/", answering.send, name="send"),
    path(f"{ONE}/back/", answering.back, name="back"),
    path(f"{ONE}/answer.pdf", answering.answer_pdf, name="answer_pdf"),
    path(f"{ONE}/answer.json", answering.answer_json, name="answer_json"),
    path(f"{ONE}/erase/", answering.erase, name="erase"),
    path("keeping/", keeping.overview, name="keeping"),
    path("keeping/rules/<slug:rule_key>/", keeping.rule, name="rule"),
    path("keeping/holds/new/<uuid:family_id>/", keeping.hold, name="hold"),
    path("keeping/holds/<uuid:hold_id>/end/", keeping.end_hold, name="end_hold"),
    path("keeping/batches/new/", keeping.look, name="look"),
    path("keeping/batches/<uuid:batch_id>/", keeping.batch, name="batch"),
    path("keeping/batches/<uuid:batch_id>/<uuid:candidate_id>/", keeping.candidate, name="candidate"),
]
