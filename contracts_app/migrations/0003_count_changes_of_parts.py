from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("contracts_app", "0002_audit_triggers"),
    ]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="parts_version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.RunSQL(
            "CREATE SEQUENCE contracts_number START WITH 1001",
            "DROP SEQUENCE contracts_number",
        ),
    ]
