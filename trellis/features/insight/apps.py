from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Figures of a programme."""

    name = "trellis.features.insight"
    label = "insight"
