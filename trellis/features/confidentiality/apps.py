from django.apps import AppConfig


class ConfidentialityConfig(AppConfig):
    """Who may see what: seals, sides, shut-outs, break-glass, sharing by agreement."""

    name = "trellis.features.confidentiality"
    label = "confidentiality"
