from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may come in, as whom, and what they may do."""

    name = "trellis.platform.access"
    label = "access"

    def ready(self) -> None:
        """Listen to what allauth says about sign-in, so that it is in the log."""
        from trellis.platform.access import receivers

        receivers.connect()
