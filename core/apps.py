from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The floor that every other app stands on."""

    name = "core"
    default_auto_field = "django.db.models.BigAutoField"
