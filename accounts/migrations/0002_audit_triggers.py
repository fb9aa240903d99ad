from django.db import migrations

from core.audit.operations import AuditTriggers


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("core", "0001_initial"),
    ]

    operations = [
        AuditTriggers("accounts"),
    ]
