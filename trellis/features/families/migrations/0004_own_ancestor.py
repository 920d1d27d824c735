"""Nobody is their own ancestor, through whatever chain in whatever file: the database looks across walls for it."""

from django.db import migrations

KINDS = "('mother', 'father', 'parent', 'adoptive_parent', 'grandparent')"

WAY_UP = f"""
CREATE OR REPLACE FUNCTION families_way_up(person uuid, ancestor uuid) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE up (person_id, way) AS (
        SELECT person, ARRAY[person]
        UNION
        SELECT tie.from_person_id, up.way || tie.from_person_id
        FROM up JOIN families_relationship tie ON tie.to_person_id = up.person_id
        WHERE tie.kind IN {KINDS} AND NOT tie.from_person_id = ANY (up.way) AND cardinality(up.way) < 30
    )
    SELECT way FROM up WHERE person_id = ancestor ORDER BY cardinality(way) LIMIT 1
$$;
"""

REFUSE = f"""
CREATE OR REPLACE FUNCTION families_refuse_own_ancestor() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.kind IN {KINDS} AND families_way_up(NEW.from_person_id, NEW.to_person_id) IS NOT NULL THEN
        RAISE EXCEPTION 'somebody would be their own ancestor'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_is_their_own_ancestor';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER nobody_is_their_own_ancestor BEFORE INSERT OR UPDATE ON families_relationship
FOR EACH ROW EXECUTE FUNCTION families_refuse_own_ancestor();
"""

BACK = """
DROP TRIGGER IF EXISTS nobody_is_their_own_ancestor ON families_relationship;
DROP FUNCTION IF EXISTS families_refuse_own_ancestor();
DROP FUNCTION IF EXISTS families_way_up(uuid, uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0003_family_file")]

    operations = [migrations.RunSQL(WAY_UP + REFUSE, BACK)]
