"""What the database holds for confidentiality: whose file is opened in need, and what another organisation may read."""

from __future__ import annotations

FUNCTIONS = """
-- The one file of the person with this name and birthday, unless the asker was shut out of it.
CREATE OR REPLACE FUNCTION confidentiality_file_in_need(asker uuid, name text, born date) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN count(*) = 1 THEN (array_agg(found.family_id))[1] END FROM (
        SELECT DISTINCT member.family_id
        FROM families_person person
        JOIN families_familymember member ON member.person_id = person.id
        JOIN access_membership asking ON asking.id = asker AND asking.is_active
        WHERE ((SELECT trellis_by_owner()) OR trellis_membership() = asker)
          AND person.organisation_id = asking.organisation_id AND person.birth_date = born
          AND (person.match_name = name OR person.match_name LIKE replace(replace(name, '%', ''), '_', '') || ' %')
          AND NOT EXISTS (
            SELECT 1 FROM families_shutout shut
            WHERE shut.family_id = member.family_id AND shut.membership_id = asker AND shut.ended_at IS NULL)
    ) found
$$
"""

ALSO_SEEN = {
    "confidentiality.SharedRecord": (
        "for_organisation_id = (SELECT trellis_organisation()) AND until >= current_date AND taken_back_at IS NULL"
    )
}
