from django.apps import AppConfig

from core import registry


class CoreConfig(AppConfig):
    """The floor that every other app stands on."""

    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put Home first and Settings last into the navigation."""
        registry.navigation.register(registry.NavigationItem("home", "Home", "home", "home", order=10))
        registry.navigation.register(
            registry.NavigationItem(
                "settings", "Settings", "settings", "settings", order=900, is_below_rule=True
            )
        )
