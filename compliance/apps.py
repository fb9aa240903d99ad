from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """Reports that show the portfolio as of a date."""

    name = "compliance"
    default_auto_field = "django.db.models.BigAutoField"
