from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    """Extensions and the records' common ground."""

    name = "trellis.platform.database"
    label = "database"
