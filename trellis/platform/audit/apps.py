from django.apps import AppConfig


class AuditConfig(AppConfig):
    """What was done and what was looked at, by whom."""

    name = "trellis.platform.audit"
    label = "audit"
