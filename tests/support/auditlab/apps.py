from django.apps import AppConfig


class AuditLabConfig(AppConfig):
    name = "tests.support.auditlab"
    label = "auditlab"
    default_auto_field = "django.db.models.BigAutoField"
