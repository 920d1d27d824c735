from django.db import migrations

FORWARD = """
CREATE FUNCTION rights_tombstones_stay() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'A tombstone is written once, and never changed.';
END $$;
CREATE TRIGGER tombstone_no_change BEFORE UPDATE OR DELETE ON rights_tombstone
    FOR EACH ROW EXECUTE FUNCTION rights_tombstones_stay();
"""
BACK = "DROP TRIGGER tombstone_no_change ON rights_tombstone; DROP FUNCTION rights_tombstones_stay();"


class Migration(migrations.Migration):
    dependencies = [("rights", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
