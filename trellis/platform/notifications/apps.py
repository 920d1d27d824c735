from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Messages to people of the house."""

    name = "trellis.platform.notifications"
    label = "notifications"
