from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files in and out, checked by content."""

    name = "trellis.platform.documents"
    label = "documents"
