"""Requests, and how long things are kept."""

from trellis.features.rights.models.keeping import ErasureBatch, ErasureCandidate, LegalHold, OwnLength, Tombstone
from trellis.features.rights.models.requests import GatheredItem, RequestPause, SubjectRequest

__all__ = [
    "ErasureBatch",
    "ErasureCandidate",
    "GatheredItem",
    "LegalHold",
    "OwnLength",
    "RequestPause",
    "SubjectRequest",
    "Tombstone",
]
