import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from core.audit.operations import AuditTriggers, LedgerTriggers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerBlock',
            fields=[
                ('sequence', models.BigIntegerField(primary_key=True, serialize=False)),
                ('previous', models.CharField(max_length=64)),
                ('skip', models.CharField(max_length=64)),
                ('root', models.CharField(max_length=64)),
                ('entry_count', models.PositiveIntegerField()),
                ('sealed_at', models.DateTimeField()),
                ('head', models.CharField(max_length=64, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=100)),
                ('subject_model', models.CharField(max_length=80)),
                ('subject_id', models.CharField(max_length=64)),
                ('history_id', models.BigIntegerField(null=True)),
                ('occurred_at', models.DateTimeField()),
                ('actor', models.CharField(max_length=80)),
                ('body', models.TextField()),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name_plural': 'ledger entries',
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('subject_type', models.CharField(max_length=40)),
                ('subject_id', models.BigIntegerField()),
                ('period_key', models.CharField(max_length=40)),
                ('offset_days', models.PositiveSmallIntegerField()),
                ('due_date', models.DateField()),
                ('timezone', models.CharField(max_length=64)),
                ('reference_date', models.DateField()),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('settled', 'Handed to delivery'), ('collapsed', 'Covered by a later one'), ('unroutable', 'Nobody to send it to'), ('withdrawn', 'Withdrawn'), ('skipped', 'Not sent')], default='planned', max_length=12)),
                ('reason', models.TextField(blank=True, default='')),
                ('planned_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SendingHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('placed_at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('release_note', models.TextField(blank=True, default='')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.BigIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=60)),
                ('subject_type', models.CharField(blank=True, default='', max_length=60)),
                ('subject_id', models.CharField(blank=True, default='', max_length=64)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'unscoped',
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='SweepRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('refreshed', models.PositiveIntegerField(default=0)),
                ('owed', models.PositiveIntegerField(default=0)),
                ('settled', models.PositiveIntegerField(default=0)),
                ('collapsed', models.PositiveIntegerField(default=0)),
                ('unroutable', models.PositiveIntegerField(default=0)),
                ('sent', models.PositiveIntegerField(default=0)),
                ('failed', models.PositiveIntegerField(default=0)),
                ('reconciled', models.PositiveIntegerField(default=0)),
                ('differences', models.PositiveIntegerField(default=0)),
                ('differences_left', models.PositiveIntegerField(default=0)),
                ('is_on_hold', models.BooleanField(default=False)),
                ('is_proven', models.BooleanField(default=False)),
                ('details', models.JSONField(blank=True, default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='SweepState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reconciled_to', models.JSONField(blank=True, default=dict)),
                ('checked_until', models.DateTimeField(blank=True, null=True)),
                ('pass_started_at', models.DateTimeField(blank=True, null=True)),
                ('pass_subjects', models.PositiveIntegerField(default=0)),
                ('pass_differences', models.PositiveIntegerField(default=0)),
                ('last_pass_at', models.DateTimeField(blank=True, null=True)),
                ('last_pass_subjects', models.PositiveIntegerField(default=0)),
                ('last_pass_differences', models.PositiveIntegerField(default=0)),
                ('generation', models.BigIntegerField(default=0)),
                ('database_key', models.CharField(blank=True, default='', max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient_key', models.CharField(max_length=330)),
                ('address', models.CharField(max_length=320)),
                ('level', models.PositiveSmallIntegerField(default=0)),
                ('channel', models.CharField(choices=[('mail', 'E-mail')], default='mail', max_length=10)),
                ('state', models.CharField(choices=[('pending', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Sent'), ('dead', 'Given up'), ('superseded', 'Superseded by a new date'), ('withdrawn', 'Withdrawn')], default='pending', max_length=12)),
                ('message_id', models.CharField(max_length=200)),
                ('reason', models.TextField(blank=True, default='')),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('lease_key', models.CharField(blank=True, default='', max_length=32)),
                ('last_error', models.TextField(blank=True, default='')),
                ('is_under_way', models.BooleanField(default=False)),
                ('is_possible_duplicate', models.BooleanField(default=False)),
                ('late_days', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='HistoricalSendingHold',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_actor', models.CharField(max_length=80)),
                ('history_channel', models.CharField(max_length=20)),
                ('history_request_id', models.CharField(blank=True, default='', max_length=64)),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('placed_at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('release_note', models.TextField(blank=True, default='')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('released_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical sending hold',
                'verbose_name_plural': 'historical sending holds',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalStoredFile',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_actor', models.CharField(max_length=80)),
                ('history_channel', models.CharField(max_length=20)),
                ('history_request_id', models.CharField(blank=True, default='', max_length=64)),
                ('row_version', models.PositiveIntegerField(default=1, editable=False)),
                ('history_change_reason', models.TextField(null=True)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.BigIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=60)),
                ('subject_type', models.CharField(blank=True, default='', max_length=60)),
                ('subject_id', models.CharField(blank=True, default='', max_length=64)),
                ('created_at', models.DateTimeField()),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical stored file',
                'verbose_name_plural': 'historical stored files',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='IdempotentRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caller', models.CharField(max_length=80)),
                ('key', models.CharField(max_length=200)),
                ('request_hash', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('headers', models.JSONField(default=dict)),
                ('body', models.TextField(blank=True, default='')),
                ('created_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('caller', 'key'), name='core_idempotent_request_unique')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('params', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('queued', 'Waiting for a worker'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=10)),
                ('progress_done', models.BigIntegerField(default=0)),
                ('progress_total', models.BigIntegerField(default=0)),
                ('message', models.CharField(blank=True, default='', max_length=300)),
                ('result', models.JSONField(blank=True, null=True)),
                ('error', models.TextField(blank=True, default='')),
                ('return_url', models.CharField(blank=True, default='', max_length=200)),
                ('is_cancel_requested', models.BooleanField(default=False)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_token', models.UUIDField(blank=True, null=True)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='LedgerSeal',
            fields=[
                ('entry', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='seal', serialize=False, to='core.ledgerentry')),
                ('position', models.PositiveIntegerField()),
            ],
        ),
        migrations.AddIndex(
            model_name='ledgerentry',
            index=models.Index(fields=['subject_model', 'subject_id'], name='core_ledger_by_subject'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='collapsed_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.reminder'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='reminder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='core.reminder'),
        ),
        migrations.AddField(
            model_name='sendinghold',
            name='released_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='storedfile',
            name='created_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='sweeprun',
            index=models.Index(fields=['started_at'], name='core_sweeprun_by_start'),
        ),
        migrations.AddIndex(
            model_name='sweeprun',
            index=models.Index(condition=models.Q(('is_proven', True)), fields=['finished_at'], name='core_sweeprun_proven'),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('state__in', ['queued', 'running'])), fields=['id'], name='core_job_open'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done', 'failed', 'cancelled'])), name='core_job_state_known'),
        ),
        migrations.AddField(
            model_name='ledgerseal',
            name='block',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='seals', to='core.ledgerblock'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(condition=models.Q(('state', 'planned')), fields=['due_date', 'id'], name='core_reminder_due'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(condition=models.Q(('state', 'unroutable')), fields=['checked_at', 'id'], name='core_reminder_unroutable'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('subject_type', 'subject_id', 'kind', 'period_key', 'offset_days'), name='core_reminder_owed_once'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'pending')), fields=['next_attempt_at', 'id'], name='core_delivery_pending'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'sending')), fields=['lease_until', 'id'], name='core_delivery_sending'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['created_at', 'id'], name='core_delivery_by_created'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('reminder', 'recipient_key', 'channel'), name='core_delivery_once_each'),
        ),
        migrations.AddConstraint(
            model_name='sendinghold',
            constraint=models.UniqueConstraint(models.Value(1), condition=models.Q(('released_at__isnull', True)), name='core_sendinghold_one_open'),
        ),
        migrations.AddIndex(
            model_name='storedfile',
            index=models.Index(fields=['sha256'], name='core_file_by_sha256'),
        ),
        migrations.AddIndex(
            model_name='storedfile',
            index=models.Index(fields=['subject_type', 'subject_id'], name='core_file_by_subject'),
        ),
        migrations.AddConstraint(
            model_name='storedfile',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', 0)), name='core_file_size_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='storedfile',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='core_file_sha256_is_hex'),
        ),
        migrations.AddConstraint(
            model_name='ledgerseal',
            constraint=models.UniqueConstraint(fields=('block', 'position'), name='core_ledger_seal_place'),
        ),
        LedgerTriggers(('core_ledgerentry', 'core_ledgerblock', 'core_ledgerseal')),
        AuditTriggers('core'),
    ]
