"""The addresses of workforce."""

from django.urls import path

from trellis.features.workforce.web import views

app_name = "workforce"

urlpatterns = [
    path("staff/", views.staff, name="staff"),
    path("staff/new/", views.add, name="add"),
    path("staff/<uuid:staff_id>/", views.member, name="member"),
    path("staff/<uuid:staff_id>/change/", views.change, name="change"),
    path("staff/<uuid:staff_id>/activity/", views.activity, name="activity"),
    path("staff/<uuid:staff_id>/training/", views.add_training, name="add_training"),
    path(
        "staff/<uuid:staff_id>/training/<uuid:training_id>/remove/",
        views.remove_training,
        name="remove_training",
    ),
]
