import django.db.models.deletion
import trellis.platform.database.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0004_licensors'),
        ('families', '0005_refuge'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnEntry',
            fields=[
                ('id', models.UUIDField(default=trellis.platform.database.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('on', models.DateField()),
                ('words', models.CharField(max_length=1000)),
                ('source', models.CharField(help_text='Who told us, or which paper says so', max_length=200)),
                ('withdrawn_why', models.CharField(blank=True, help_text='An entry made in error is withdrawn', max_length=300)),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='families.family')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.organisation')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='families.person')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.membership')),
            ],
            options={
                'verbose_name_plural': 'own entries',
                'indexes': [models.Index(fields=['family', 'on'], name='own_entry_family')],
                'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='own_entry_says_something'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='own_entry_has_a_source')],
            },
        ),
        migrations.CreateModel(
            name='SignificantMark',
            fields=[
                ('id', models.UUIDField(default=trellis.platform.database.models.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('key', models.CharField(help_text='The entry, as its room names it', max_length=120)),
                ('words', models.CharField(blank=True, help_text='Why it stands out; empty when it does not', max_length=300)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.membership')),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='families.family')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('family'), models.F('key'), name='entry_marked_once'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='mark_is_of_an_entry')],
            },
        ),
    ]
