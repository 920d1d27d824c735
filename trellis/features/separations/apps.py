from django.apps import AppConfig


class SeparationsConfig(AppConfig):
    """People and families who must never meet through us."""

    name = "trellis.features.separations"
    label = "separations"
