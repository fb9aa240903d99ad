
from django.db import migrations, models

import core.audit.operations


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_initial'),
    ]

    operations = [
        core.audit.operations.PriorAuditTriggers(
            app='core',
        ),
        migrations.AddField(
            model_name='sweepstate',
            name='changes_to',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='sweepstate',
            name='changes_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        core.audit.operations.AuditTriggers(
            app='core',
        ),
    ]
