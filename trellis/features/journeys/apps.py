from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """One family's way through one programme, from acceptance to closing."""

    name = "trellis.features.journeys"
    label = "journeys"
