from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Who fits which programme, and why."""

    name = "trellis.features.screening"
    label = "screening"
