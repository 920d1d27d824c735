from django.apps import AppConfig


class ChronologyConfig(AppConfig):
    """One line of time for each family: every event of the file, from the room that owns it."""

    name = "trellis.features.chronology"
    label = "chronology"
