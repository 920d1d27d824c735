from django.db import migrations

from trellis.platform.database import wall_functions


class Migration(migrations.Migration):
    """Who is looking, for functions and views of rooms that are made before the wall (which makes these anew)."""

    dependencies = [("database", "0002_cache")]
    operations = [migrations.RunSQL(wall_functions.FIRST, migrations.RunSQL.noop)]
