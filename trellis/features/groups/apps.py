from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Paired groups: places, circles, schedule."""

    name = "trellis.features.groups"
    label = "groups"
