"""The addresses of messages."""

from django.urls import path

from trellis.platform.notifications.web import views

app_name = "notifications"

urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("messages/read/", views.read_all, name="read_all"),
    path("messages/<uuid:message_id>/", views.message, name="message"),
]
