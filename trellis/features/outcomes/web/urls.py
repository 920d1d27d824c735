"""Addresses of outcomes."""

from django.urls import path

from trellis.features.outcomes.web import closing, views

app_name = "outcomes"
urlpatterns = [
    path("journeys/<uuid:journey_id>/change/", views.change, name="change"),
    path("journeys/<uuid:journey_id>/change/goals/new/", views.set_goal, name="set_goal"),
    path("journeys/<uuid:journey_id>/change/goals/<uuid:goal_id>/aside/", views.put_aside, name="put_aside"),
    path("journeys/<uuid:journey_id>/change/<str:point>/", views.review_point, name="review_point"),
    path("journeys/<uuid:journey_id>/closing/", closing.close, name="close"),
    path("journeys/<uuid:journey_id>/closing/summary/", closing.summary, name="summary"),
    path("journeys/<uuid:journey_id>/closing/summary/paper/", closing.paper, name="paper"),
    path("journeys/<uuid:journey_id>/closing/summary.pdf", closing.pdf, name="pdf"),
]
