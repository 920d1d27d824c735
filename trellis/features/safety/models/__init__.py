"""Records of safety work."""

from trellis.features.safety.models.communication import CommunicationPlan, CommunicationPlanVersion, PlanReader
from trellis.features.safety.models.exploitation import ConcernReferral, ConcernStep, ExploitationConcern
from trellis.features.safety.models.flags import SafetyFlag, SafetyReview
from trellis.features.safety.models.incidents import Incident
from trellis.features.safety.models.plans import PlanAgreement, SafetyPlan, SafetyPlanVersion
from trellis.features.safety.models.risk import RiskAssessment, RiskJudgement, RiskNote

__all__ = [
    "CommunicationPlan",
    "CommunicationPlanVersion",
    "ConcernReferral",
    "ConcernStep",
    "ExploitationConcern",
    "Incident",
    "PlanAgreement",
    "PlanReader",
    "RiskAssessment",
    "RiskJudgement",
    "RiskNote",
    "SafetyFlag",
    "SafetyPlan",
    "SafetyPlanVersion",
    "SafetyReview",
]
