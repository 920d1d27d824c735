from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    """The people who run sessions, what they are trained in, and licences."""

    name = "trellis.features.workforce"
    label = "workforce"
