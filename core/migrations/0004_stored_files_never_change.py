from django.db import migrations

_REFUSE = """
CREATE OR REPLACE FUNCTION core_stored_file_never_changes() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'TK002', MESSAGE = 'A stored file keeps its bytes.';
END
$body$;
CREATE TRIGGER never_changes BEFORE UPDATE ON core_storedfile FOR EACH ROW
WHEN ((OLD.sha256, OLD.size) IS DISTINCT FROM (NEW.sha256, NEW.size))
EXECUTE FUNCTION core_stored_file_never_changes();
ALTER TABLE core_storedfile ENABLE ALWAYS TRIGGER never_changes;
"""
_ALLOW = """
DROP TRIGGER IF EXISTS never_changes ON core_storedfile;
DROP FUNCTION IF EXISTS core_stored_file_never_changes();
"""


class Migration(migrations.Migration):
    """Let the database refuse to give a stored file other bytes."""

    dependencies = [("core", "0003_daily_messages")]

    operations = [migrations.RunSQL(_REFUSE, _ALLOW)]
