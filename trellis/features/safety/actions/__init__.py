"""Writes of safety work."""

from trellis.features.safety.actions.incidents import record_incident, withdraw_incident

__all__ = ["record_incident", "withdraw_incident"]
