from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Work in the background, with progress that is true."""

    name = "trellis.platform.jobs"
    label = "jobs"
