from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is appended to and read, never changed.';
END $$;
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
"""
BACK = "DROP TRIGGER audit_no_change ON audit_auditevent; DROP FUNCTION audit_log_is_append_only();"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
