from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    run_before = [("families", "0001_initial"), ("access", "0001_initial")]
    operations = [TrigramExtension(), UnaccentExtension(), BtreeGistExtension()]
