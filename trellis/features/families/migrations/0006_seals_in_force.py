from django.db import migrations, models

# What the rule must know of a seal, whoever looks: the seal itself, with its reason, is behind the wall.
VIEW = """
CREATE VIEW families_sealinforce WITH (security_barrier) AS
SELECT seal.id, seal.organisation_id, seal.family_id, seal.person_id, seal.fact, seal.kind,
    ARRAY(SELECT against.person_id FROM families_sealedagainst against WHERE against.seal_id = seal.id) AS against
FROM families_seal seal
WHERE seal.lifted_at IS NULL
  AND ((SELECT trellis_by_owner()) OR seal.organisation_id = (SELECT trellis_organisation()))
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0005_refuge"), ("database", "0003_sight")]
    operations = [
        migrations.RunSQL(VIEW, "DROP VIEW families_sealinforce"),
        migrations.CreateModel(
            name="SealInForce",
            fields=[("id", models.UUIDField(primary_key=True, serialize=False))],
            options={"db_table": "families_sealinforce", "managed": False},
        ),

    ]
