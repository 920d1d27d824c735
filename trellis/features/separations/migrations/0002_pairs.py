"""Who is kept apart from whom, answered by the database whoever asks: the tables of bookings stand on it."""

from __future__ import annotations

from django.db import migrations

# The same rule as `rules.people.covered`: who is named counts on their own side alone, who belongs to both families on
# neither. Gives ids only, and only of those kept apart from the people asked about.
PAIRS = """
CREATE FUNCTION separations_pairs(people uuid[])
RETURNS TABLE (
    separation_id uuid, organisation_id uuid, one uuid, other uuid, margin interval, different_workers boolean
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    WITH own AS (
        SELECT DISTINCT family_id FROM families_familymember WHERE person_id = ANY (people)
    ), touching AS (
        SELECT s.* FROM separations_separation s
        WHERE s.ended_at IS NULL AND ((SELECT trellis_by_owner()) OR s.organisation_id = (SELECT trellis_organisation())) AND (
            s.first_person_id = ANY (people) OR s.second_person_id = ANY (people)
            OR s.first_family_id IN (SELECT family_id FROM own)
            OR s.second_family_id IN (SELECT family_id FROM own)
        )
    ), members AS (
        SELECT t.id, 1 AS side, t.first_person_id AS person, true AS named
        FROM touching t WHERE t.first_person_id IS NOT NULL
        UNION ALL
        SELECT t.id, 2, t.second_person_id, true FROM touching t WHERE t.second_person_id IS NOT NULL
        UNION ALL
        SELECT t.id, 1, m.person_id, false
        FROM touching t JOIN families_familymember m ON m.family_id = t.first_family_id
        UNION ALL
        SELECT t.id, 2, m.person_id, false
        FROM touching t JOIN families_familymember m ON m.family_id = t.second_family_id
    ), counted AS (
        SELECT m.* FROM members m
        WHERE m.named OR NOT EXISTS (
            SELECT FROM members x WHERE x.id = m.id AND x.side <> m.side AND x.person = m.person
        )
    )
    SELECT t.id, t.organisation_id, a.person, b.person, t.margin_minutes * interval '1 minute', t.different_workers
    FROM touching t
    JOIN counted a ON a.id = t.id
    JOIN counted b ON b.id = t.id AND b.side <> a.side AND b.person <> a.person
    WHERE a.person = ANY (people)
$$;
"""

# Bookings of people who are kept apart are made one after the other in one organisation, so that the second one made at
# the same moment sees the first.
LOCK = """
CREATE FUNCTION separations_lock(whose uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT pg_advisory_xact_lock(hashtextextended('separations ' || whose::text, 0)) $$;
"""

REFUSE = """
CREATE FUNCTION separations_refuse(separation uuid, how text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'this place cannot be booked at that time'
        USING ERRCODE = '23T01', CONSTRAINT = 'separated_people_do_not_meet', DETAIL = separation::text || ' ' || how;
END
$$;
"""


class Migration(migrations.Migration):
    """Three functions, below the tables that use them."""

    dependencies = [("database", "0003_sight"), ("separations", "0001_initial"), ("families", "0002_confidentiality")]

    operations = [
        migrations.RunSQL(PAIRS, "DROP FUNCTION separations_pairs(uuid[])"),
        migrations.RunSQL(LOCK, "DROP FUNCTION separations_lock(uuid)"),
        migrations.RunSQL(REFUSE, "DROP FUNCTION separations_refuse(uuid, text)"),
    ]
