from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Programme definitions as files, their versions and their pages."""

    name = "trellis.features.programmes"
    label = "programmes"
