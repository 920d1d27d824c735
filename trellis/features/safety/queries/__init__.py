"""Reads of safety work; the first argument is the viewer."""

from trellis.features.safety.queries.incidents import counts_by_family, days_and_severity, incidents_of

__all__ = ["counts_by_family", "days_and_severity", "incidents_of"]
