from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """Incidents of abuse over time."""

    name = "trellis.features.safety"
    label = "safety"
