from django.db import migrations

from core.audit.operations import AuditTriggers


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0001_ledger"),
        ("accounts", "0001_initial"),
    ]

    operations = [AuditTriggers("accounts")]
