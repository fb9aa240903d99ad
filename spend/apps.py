from django.apps import AppConfig


class SpendConfig(AppConfig):
    """What contracts cost: the price at renewal."""

    name = "spend"
    default_auto_field = "django.db.models.BigAutoField"
