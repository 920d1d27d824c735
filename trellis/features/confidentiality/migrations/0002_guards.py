from django.db import migrations

FORWARD = """
-- Nobody who is shut out of a family is given it, whoever gives it and by whatever path.
CREATE FUNCTION confidentiality_check_worker() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.until IS NULL AND EXISTS (
        SELECT 1 FROM families_shutout
        WHERE family_id = NEW.family_id AND membership_id = NEW.membership_id AND ended_at IS NULL
    ) THEN
        RAISE EXCEPTION 'This member of staff cannot take on this family.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'worker_is_not_shut_out';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER confidentiality_check_worker BEFORE INSERT OR UPDATE ON families_familyworker
    FOR EACH ROW EXECUTE FUNCTION confidentiality_check_worker();

-- Whoever begins to work with one side of a case is shut out of the other.
CREATE FUNCTION confidentiality_shut_other_side() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO families_shutout (id, created_at, organisation_id, family_id, membership_id, cause, reason, ended_why)
    SELECT gen_random_uuid(), now(), NEW.organisation_id,
           CASE WHEN sides.one_id = NEW.family_id THEN sides.other_id ELSE sides.one_id END,
           NEW.membership_id, 'other_side', '', ''
    FROM families_sides sides
    WHERE NEW.until IS NULL AND sides.ended_at IS NULL AND NEW.family_id IN (sides.one_id, sides.other_id)
      AND sides.kept_by_id <> NEW.membership_id
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER confidentiality_shut_other_side AFTER INSERT OR UPDATE ON families_familyworker
    FOR EACH ROW EXECUTE FUNCTION confidentiality_shut_other_side();

CREATE FUNCTION confidentiality_organisation_called(wanted text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT id FROM access_organisation WHERE name = wanted $$;
"""
BACK = """
DROP TRIGGER confidentiality_shut_other_side ON families_familyworker;
DROP FUNCTION confidentiality_shut_other_side();
DROP TRIGGER confidentiality_check_worker ON families_familyworker;
DROP FUNCTION confidentiality_check_worker();
DROP FUNCTION confidentiality_organisation_called(text);
"""


class Migration(migrations.Migration):
    dependencies = [("confidentiality", "0001_initial"), ("families", "0002_confidentiality")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
