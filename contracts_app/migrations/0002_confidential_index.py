from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_audit_triggers'),
        ('contracts_app', '0001_initial'),
        ('vendors', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='contract',
            name='contracts_confidential',
        ),
        migrations.AddIndex(
            model_name='contract',
            index=models.Index(condition=models.Q(('is_confidential', True)), fields=['department', 'id'], include=('owner', 'backup_owner'), name='contracts_kept_confidential'),
        ),
    ]
