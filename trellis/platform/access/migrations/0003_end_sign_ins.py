from django.db import migrations

# Whoever takes access away, or changes a password, need not be able to see the browsers that this ends.
FORWARD = """
CREATE FUNCTION access_end_sign_ins() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'access_membership' THEN
        DELETE FROM access_signin WHERE user_id = NEW.user_id;
        -- Whom the organisation's own provider knew is asked again if access is ever given back.
        DELETE FROM socialaccount_socialaccount s USING access_provider p
        WHERE p.organisation_id = NEW.organisation_id AND s.user_id = NEW.user_id
            AND s.provider LIKE replace(p.id::text, '-', '') || '.%';
    ELSE
        DELETE FROM access_signin WHERE user_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER access_taken_away_ends_sign_ins AFTER UPDATE OF is_active ON access_membership
    FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active) EXECUTE FUNCTION access_end_sign_ins();
CREATE TRIGGER new_password_ends_sign_ins AFTER UPDATE OF password, is_active ON access_user
    FOR EACH ROW WHEN (OLD.password IS DISTINCT FROM NEW.password OR (OLD.is_active AND NOT NEW.is_active))
    EXECUTE FUNCTION access_end_sign_ins();

-- Which people of an organisation have no second step: nothing else of how they sign in.
CREATE FUNCTION access_without_second_step(of_organisation uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.id FROM access_membership m
    WHERE m.organisation_id = of_organisation AND m.is_active
      AND ((SELECT trellis_by_owner()) OR of_organisation = (SELECT trellis_organisation())) AND NOT EXISTS (
        SELECT 1 FROM mfa_authenticator a WHERE a.user_id = m.user_id AND a.type IN ('totp', 'webauthn')
    )
$$;

-- An administrator takes the second step of somebody of their own organisation away; not of whoever works elsewhere too.
CREATE FUNCTION access_take_second_step_away(by_whom uuid, of_whom uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    theirs uuid;
BEGIN
    SELECT m.user_id INTO theirs FROM access_membership m JOIN access_membership a USING (organisation_id)
    WHERE m.id = of_whom AND a.id = by_whom AND a.is_active AND a.role = 'administrator'
      AND (trellis_by_owner() OR by_whom = trellis_membership());
    IF theirs IS NULL OR EXISTS (
        SELECT 1 FROM access_membership WHERE user_id = theirs AND id <> of_whom AND is_active
    ) THEN
        RETURN false;
    END IF;
    DELETE FROM mfa_authenticator WHERE user_id = theirs;
    DELETE FROM access_signin WHERE user_id = theirs;
    RETURN true;
END $$;
"""
BACK = """
DROP FUNCTION access_take_second_step_away(uuid, uuid);
DROP FUNCTION access_without_second_step(uuid);
DROP TRIGGER new_password_ends_sign_ins ON access_user;
DROP TRIGGER access_taken_away_ends_sign_ins ON access_membership;
DROP FUNCTION access_end_sign_ins();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0002_signing_in"), ("database", "0003_sight"), ("mfa", "0001_initial"), ("socialaccount", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
