from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    """Letters, messages and call lists: everything that goes out passes safe contact."""

    name = "trellis.features.correspondence"
    label = "correspondence"
