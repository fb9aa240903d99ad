from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, departments, roles, tokens and sign-in."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
