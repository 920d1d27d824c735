from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """What changed for each family, and its closing summary."""

    name = "trellis.features.outcomes"
    label = "outcomes"
