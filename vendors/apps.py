from django.apps import AppConfig


class VendorsConfig(AppConfig):
    """Vendors, their contacts, and our own legal entities."""

    name = "vendors"
    default_auto_field = "django.db.models.BigAutoField"
