"""The addresses of background work."""

from django.urls import path

from trellis.platform.jobs.web import views

app_name = "jobs"

urlpatterns = [
    path("background/", views.jobs, name="jobs"),
    path("background/<uuid:job_id>/", views.job, name="job"),
    path("background/<uuid:job_id>/progress/", views.progress, name="progress"),
]
