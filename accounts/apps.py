from django.apps import AppConfig

from core import registry


class AccountsConfig(AppConfig):
    """People, departments, roles, tokens and sign-in."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the reader's API tokens under Settings."""
        registry.settings_items.register(
            registry.SettingsItem(
                "tokens",
                "API tokens",
                "Keys with which your programs use the API",
                "key",
                "tokens",
                70,
                "tokens.own",
            )
        )
