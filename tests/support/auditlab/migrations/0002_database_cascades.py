from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("auditlab", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE auditlab_box ADD CONSTRAINT box_shelf FOREIGN KEY (shelf_id)"
            " REFERENCES auditlab_shelf (id) ON DELETE CASCADE",
            "ALTER TABLE auditlab_box DROP CONSTRAINT box_shelf",
        ),
        migrations.RunSQL(
            "ALTER TABLE auditlab_hook ADD CONSTRAINT hook_shelf FOREIGN KEY (shelf_id)"
            " REFERENCES auditlab_shelf (id) ON DELETE SET NULL",
            "ALTER TABLE auditlab_hook DROP CONSTRAINT hook_shelf",
        ),
    ]
