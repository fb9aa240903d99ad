from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts_app', '0002_confidential_index'),
        ('renewals', '0001_initial'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='deadline',
            name='renewals_deadline_status',
        ),
        migrations.AddIndex(
            model_name='deadline',
            index=models.Index(condition=models.Q(('is_current', True), ('status__in', ('open', 'in_window'))), fields=['act_by_date', 'contract'], include=('currency', 'amount_at_stake'), name='renewals_deadline_to_act_on'),
        ),
        migrations.AddIndex(
            model_name='deadline',
            index=models.Index(condition=models.Q(('is_current', True)), fields=['status', 'contract'], include=('currency', 'amount_at_stake'), name='renewals_deadline_by_status'),
        ),
    ]
