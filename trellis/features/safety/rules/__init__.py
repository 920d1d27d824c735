"""Rules of safety: incidents, risk, flags, plans, exploitation."""

from trellis.features.safety.rules.incidents import IncidentKind, Severity, check_incident_day

__all__ = ["IncidentKind", "Severity", "check_incident_day"]
