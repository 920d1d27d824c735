from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """How rooms join the house."""

    name = "trellis.platform.contributions"
    label = "contributions"
