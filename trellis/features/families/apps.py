from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    """People, families, households, relationships and safe contact."""

    name = "trellis.features.families"
    label = "families"
