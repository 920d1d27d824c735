"""Whether a home is a refuge is asked by the action that seals it for those who move in, whoever acts."""

from django.db import migrations

ASK = """
CREATE OR REPLACE FUNCTION families_is_refuge(home uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM families_homeaddress WHERE household_id = home AND is_refuge
          AND ((SELECT trellis_by_owner()) OR organisation_id = (SELECT trellis_organisation())))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0004_own_ancestor"), ("database", "0003_sight")]

    operations = [migrations.RunSQL(ASK, "DROP FUNCTION IF EXISTS families_is_refuge(uuid);")]
