from django.apps import AppConfig


class SessionsConfig(AppConfig):
    """What was planned, who came, what was noted."""

    name = "trellis.features.sessions"
    label = "programme_sessions"
