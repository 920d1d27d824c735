"""The database refuses to change what was agreed, said or judged; a row may only follow its family or organisation."""

from django.db import migrations

TABLES = ("safety_safetyplanversion", "safety_communicationplanversion", "safety_riskjudgement", "safety_safetyreview")
FUNCTION = """
CREATE FUNCTION safety_never_changed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF to_jsonb(NEW) - 'family_id' - 'organisation_id' IS DISTINCT FROM to_jsonb(OLD) - 'family_id' - 'organisation_id' THEN
        RAISE EXCEPTION '% is never changed: write a new version', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END;
$$;
"""


class Migration(migrations.Migration):

    dependencies = [("safety", "0002_safety_work")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION safety_never_changed();"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER never_changed BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION safety_never_changed();",
                f"DROP TRIGGER never_changed ON {table};",
            )
            for table in TABLES
        ),
    ]
