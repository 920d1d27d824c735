"""Sends documents to browsers."""

from trellis.platform.documents.web.serving import download_of, serve

__all__ = ["download_of", "serve"]
