from django.db import migrations, models

import core.audit.operations


class Migration(migrations.Migration):

    dependencies = [
        ('contracts_app', '0011_texts_without_search'),
        ('core', '__first__'),
    ]

    operations = [
        core.audit.operations.PriorAuditTriggers(
            app='contracts_app',
        ),
        migrations.AddField(
            model_name='contractterms',
            name='minimum_event',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.AddField(
            model_name='contractterms',
            name='minimum_event_date',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalcontractterms',
            name='minimum_event',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.AddField(
            model_name='historicalcontractterms',
            name='minimum_event_date',
            field=models.DateField(blank=True, null=True),
        ),
        core.audit.operations.AuditTriggers(
            app='contracts_app',
        ),
    ]
