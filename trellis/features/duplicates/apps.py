from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    """Two records of one person: found, compared, merged and taken apart again."""

    name = "trellis.features.duplicates"
    label = "duplicates"
