"""What the database itself keeps back: a child's own plan goes to nobody but those whom the child chose."""

from trellis.platform.database.wall_functions import IN_SQL

FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION trellis_childs_plan() RETURNS SETOF uuid {IN_SQL} AS $$
    SELECT plan.id FROM safety_communicationplan plan
    WHERE plan.written_by_id = trellis_membership()
      OR EXISTS (
        SELECT 1 FROM safety_planreader reader
        WHERE reader.plan_id = plan.id AND reader.until IS NULL AND reader.membership_id = trellis_membership())
      OR (plan.shown_to_staff AND EXISTS (
        SELECT 1 FROM families_familyworker worker
        WHERE worker.family_id = plan.family_id AND worker.until IS NULL
          AND worker.membership_id = trellis_membership()
          AND (worker.with_person_id IS NULL OR worker.with_person_id = plan.person_id)))
$$;
"""

SEALED = {
    "safety.CommunicationPlan": "id IN (SELECT trellis_childs_plan())",
    "safety.CommunicationPlanVersion": "plan_id IN (SELECT trellis_childs_plan())",
    "safety.PlanReader": "plan_id IN (SELECT trellis_childs_plan())",
}
