from django.db import migrations

from core.audit.operations import AuditTriggers


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0001_ledger"),
        ("contracts_app", "0001_initial"),
    ]

    operations = [AuditTriggers("contracts_app")]
