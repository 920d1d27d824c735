from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may come in, as whom, and what they may do."""

    name = "trellis.platform.access"
    label = "access"
