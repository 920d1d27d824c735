from django.apps import AppConfig


class RightsConfig(AppConfig):
    """What people may ask of us: their own record, and its end."""

    name = "trellis.features.rights"
    label = "rights"
