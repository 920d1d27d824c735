"""The address of the log."""

from django.urls import path

from trellis.platform.audit.web import views

app_name = "audit"

urlpatterns = [path("log/", views.log, name="log")]
