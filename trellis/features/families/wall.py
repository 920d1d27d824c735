"""What the database must know to keep what is shut or sealed from whoever looks: the second wall of families.

The same rules as in `models`, said once more where no Python can forget them. The functions run as their owner, because
what is shut must be found in order to be hidden.
"""

from __future__ import annotations

from trellis.platform.database.wall_functions import ASKED, DEFINER, IN_SQL

FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION families_as_written(words text) RETURNS text LANGUAGE sql IMMUTABLE
BEGIN ATOMIC SELECT regexp_replace(words, '([\\\\%_])', '\\\\\\1', 'g'); END;

-- What is shut to the viewer is looked for once, when the connection is told who looks, and listed from then on.
CREATE OR REPLACE FUNCTION trellis_find_shut_family() RETURNS SETOF uuid {IN_SQL} AS $$
    SELECT family_id FROM families_shutout
    WHERE membership_id = trellis_membership() AND ended_at IS NULL
    UNION
    SELECT family_id FROM families_closedfamily
    WHERE organisation_id = trellis_organisation() AND opened_again_at IS NULL
      AND trellis_membership() IS NOT NULL
      AND family_id NOT IN (SELECT family_id FROM families_familyworker
                            WHERE membership_id = trellis_membership() AND until IS NULL)
      AND family_id NOT IN (SELECT family_id FROM families_breakglass
                            WHERE membership_id = trellis_membership() AND ended_at IS NULL AND until > now())
$$;

CREATE OR REPLACE FUNCTION trellis_shut_family() RETURNS SETOF uuid {IN_SQL} AS $$
    SELECT unnest(trellis_listed('shut_families'))
$$;

CREATE OR REPLACE FUNCTION trellis_worked_with() RETURNS SETOF uuid {IN_SQL} AS $$
    SELECT member.person_id FROM families_familymember member
    JOIN families_familyworker worker ON worker.family_id = member.family_id
    WHERE worker.membership_id = trellis_membership() AND worker.until IS NULL
      AND (worker.with_person_id IS NULL OR worker.with_person_id = member.person_id)
$$;

CREATE OR REPLACE FUNCTION trellis_seals_against() RETURNS SETOF families_seal {IN_SQL} AS $$
    SELECT seal.* FROM families_seal seal
    WHERE seal.organisation_id = trellis_organisation() AND seal.lifted_at IS NULL
      AND trellis_membership() IS NOT NULL
      AND CASE seal.kind
        WHEN 'all_but_few' THEN NOT EXISTS (
            SELECT 1 FROM families_sealreader reader
            WHERE reader.seal_id = seal.id AND reader.membership_id = trellis_membership())
        ELSE EXISTS (
            SELECT 1 FROM families_sealedagainst against
            WHERE against.seal_id = seal.id AND against.person_id IN (SELECT trellis_worked_with()))
          AND seal.person_id NOT IN (SELECT trellis_worked_with())
        END
$$;

-- Only the functions here ask these two: a seal's reason is told to nobody, nor with whom somebody works.
REVOKE EXECUTE ON FUNCTION trellis_seals_against(), trellis_worked_with() FROM PUBLIC;

CREATE OR REPLACE FUNCTION trellis_kept_seal() RETURNS SETOF uuid {IN_SQL} AS $$
    SELECT id FROM trellis_seals_against()
$$;

CREATE OR REPLACE FUNCTION trellis_sealed(wanted text) RETURNS SETOF uuid {IN_SQL} AS $$
    SELECT person_id FROM trellis_seals_against() WHERE fact = wanted
$$;

CREATE OR REPLACE FUNCTION trellis_sealed_home() RETURNS SETOF uuid {IN_SQL} AS $$
    SELECT household_id FROM families_householdmember
    WHERE until = '' AND person_id IN (SELECT trellis_sealed('address'))
$$;

CREATE OR REPLACE FUNCTION trellis_sealed_plan() RETURNS SETOF uuid {IN_SQL} AS $$
    SELECT id FROM families_contactplan
    WHERE NOT outside_seal AND person_id IN (SELECT trellis_sealed('contact'))
$$;

CREATE OR REPLACE FUNCTION trellis_sealed_arrangement() RETURNS SETOF uuid {IN_SQL} AS $$
    SELECT id FROM families_contactarrangement
    WHERE child_id IN (SELECT trellis_sealed('address')) OR person_id IN (SELECT trellis_sealed('address'))
$$;

-- Somebody whose families are all shut, or whose being there is sealed.
CREATE OR REPLACE FUNCTION trellis_find_shut_person() RETURNS SETOF uuid {DEFINER.format(language="plpgsql")} AS $$
DECLARE
    shut uuid[] := ARRAY(SELECT trellis_shut_family());
BEGIN
    RETURN QUERY
    WITH inside AS MATERIALIZED (
        SELECT member.person_id AS person, count(*) AS families FROM families_familymember member
        WHERE member.family_id = ANY (shut) GROUP BY 1
    )
    SELECT person FROM inside
    WHERE families = (SELECT count(*) FROM families_familymember anywhere WHERE anywhere.person_id = inside.person)
    UNION
    SELECT trellis_sealed('presence');
END $$;

CREATE OR REPLACE FUNCTION trellis_shut_person() RETURNS SETOF uuid {IN_SQL} AS $$
    SELECT unnest(trellis_listed('shut_people'))
$$;

-- Names are searched for past the wall, because row-level security keeps every search by likeness out of an index, and
-- whoever is shut to the viewer is left out here as there.
CREATE OR REPLACE FUNCTION families_people_named(whose uuid, words text, most integer) RETURNS uuid[] {IN_SQL} AS $$
    SELECT ARRAY(
        SELECT person.id FROM families_person person
        WHERE person.match_name LIKE '%' || families_as_written(words) || '%'
          AND person.organisation_id = whose AND {ASKED.format(organisation="whose")}
          AND person.id NOT IN (SELECT trellis_shut_person())
        LIMIT most)
$$;

CREATE OR REPLACE FUNCTION families_named(whose uuid, words text, most integer) RETURNS uuid[] {IN_SQL} AS $$
    SELECT ARRAY(
        SELECT family.id FROM families_family family
        WHERE upper(family.name) LIKE upper('%' || families_as_written(words) || '%')
          AND family.organisation_id = whose AND {ASKED.format(organisation="whose")}
          AND family.id NOT IN (SELECT trellis_shut_family())
        LIMIT most)
$$;

CREATE OR REPLACE FUNCTION families_people_alike(whose uuid, name text, births date[]) RETURNS uuid[] {IN_SQL} AS $$
    SELECT ARRAY(
        SELECT person.id FROM families_person person
        WHERE (person.match_name % name OR (person.organisation_id = whose AND person.birth_date = ANY (births)))
          AND person.organisation_id = whose AND {ASKED.format(organisation="whose")}
          AND person.id NOT IN (SELECT trellis_shut_person()))
$$;

REVOKE EXECUTE ON FUNCTION trellis_find_shut_family(), trellis_find_shut_person() FROM PUBLIC;
"""

SHUT_BY = {"families.Family": "trellis_shut_family", "families.Person": "trellis_shut_person"}

_SCHOOL = "kind IN ('school', 'college', 'training')"
SEALED = {
    "families.Seal": "id NOT IN (SELECT trellis_kept_seal())",
    "families.SealReader": "seal_id NOT IN (SELECT trellis_kept_seal())",
    "families.SealedAgainst": "seal_id NOT IN (SELECT trellis_kept_seal())",
    "families.ContactPlan": "outside_seal OR person_id NOT IN (SELECT trellis_sealed('contact'))",
    "families.MustNotKnow": "plan_id NOT IN (SELECT trellis_sealed_plan())",
    "families.ContactPlace": "arrangement_id NOT IN (SELECT trellis_sealed_arrangement())",
    "families.HomeAddress": "outside_seal OR household_id NOT IN (SELECT trellis_sealed_home())",
    "families.SafeContact": (
        "outside_seal OR NOT (channel = 'post' AND person_id IN (SELECT trellis_sealed('address'))) "
        "AND NOT (channel <> 'post' AND person_id IN (SELECT trellis_sealed('contact')))"
    ),
    "families.Occupation": (
        f"outside_seal OR NOT ({_SCHOOL} AND person_id IN (SELECT trellis_sealed('school'))) "
        f"AND NOT (NOT ({_SCHOOL}) AND person_id IN (SELECT trellis_sealed('work')))"
    ),
}

# Through a view of the owner's, a table could be written past every policy.
GRANTS = {"families_sealinforce": "SELECT"}
