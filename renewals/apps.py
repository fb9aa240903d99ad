from django.apps import AppConfig


class RenewalsConfig(AppConfig):
    """Deadlines and the reminders that count back from them."""

    name = "renewals"
    default_auto_field = "django.db.models.BigAutoField"
