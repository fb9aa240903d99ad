import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contracts_app', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('is_current', models.BooleanField(default=True)),
                ('status', models.CharField(choices=[('unknown', 'Unknown'), ('expired', 'Ended'), ('final_term', 'Last term'), ('no_deadline', 'No deadline'), ('open', 'Before the window'), ('in_window', 'In the notice window'), ('missed', 'Missed')], max_length=12)),
                ('term_number', models.PositiveIntegerField(null=True)),
                ('term_start', models.DateField(null=True)),
                ('term_end', models.DateField(null=True)),
                ('renewal_date', models.DateField(null=True)),
                ('earliest_notice_date', models.DateField(null=True)),
                ('notice_by_date', models.DateField(null=True)),
                ('send_by_date', models.DateField(null=True)),
                ('act_by_date', models.DateField(null=True)),
                ('earliest_exit_date', models.DateField(null=True)),
                ('next_review_date', models.DateField(null=True)),
                ('next_change_date', models.DateField(null=True)),
                ('if_nobody_acts', models.CharField(blank=True, default='', max_length=20)),
                ('readings', models.JSONField(default=list)),
                ('steps', models.JSONField(default=list)),
                ('missing', models.JSONField(default=list)),
                ('details', models.JSONField(default=dict)),
                ('calendar', models.CharField(blank=True, default='', max_length=20)),
                ('calendar_version', models.CharField(blank=True, default='', max_length=40)),
                ('clause_ref', models.CharField(blank=True, default='', max_length=60)),
                ('amount_at_stake', models.DecimalField(decimal_places=4, max_digits=19, null=True)),
                ('currency', models.CharField(blank=True, default='', max_length=3)),
                ('timezone', models.CharField(default='UTC', max_length=64)),
                ('digest', models.CharField(max_length=32)),
                ('reason', models.CharField(blank=True, default='', max_length=200)),
                ('computed_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(null=True)),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to='contracts_app.contract')),
            ],
            options={
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(condition=models.Q(('is_current', True)), fields=['act_by_date', 'contract'], name='renewals_deadline_act_by'), models.Index(condition=models.Q(('is_current', True)), fields=['notice_by_date', 'contract'], name='renewals_deadline_notice_by'), models.Index(condition=models.Q(('is_current', True)), fields=['term_end', 'contract'], name='renewals_deadline_ends'), models.Index(condition=models.Q(('is_current', True)), fields=['renewal_date', 'contract'], name='renewals_deadline_renews'), models.Index(condition=models.Q(('is_current', True)), fields=['status', 'contract'], name='renewals_deadline_status'), models.Index(condition=models.Q(('is_current', True)), fields=['amount_at_stake', 'contract'], name='renewals_deadline_stake'), models.Index(condition=models.Q(('is_current', True), ('next_change_date__isnull', False)), fields=['next_change_date'], name='renewals_deadline_changes')],
                'constraints': [models.UniqueConstraint(fields=('contract', 'version'), name='renewals_deadline_version_unique'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('contract',), name='renewals_deadline_one_current'), models.CheckConstraint(condition=models.Q(models.Q(('is_current', True), ('superseded_at__isnull', True)), models.Q(('is_current', False), ('superseded_at__isnull', False)), _connector='OR'), name='renewals_deadline_current_not_superseded')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
    ]
