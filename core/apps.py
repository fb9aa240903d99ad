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
        self._offer_operations()

    @staticmethod
    def _offer_operations() -> None:
        """Offer the operations page, the banner about reminders, and the mailbox while it is in use."""
        # These read models, which are loaded only now.
        from core import checks  # noqa: F401, PLC0415 - registers itself
        from core.mail import mailbox  # noqa: PLC0415
        from core.pages.health import health_banners  # noqa: PLC0415

        registry.banners.register(registry.BannerSource("reminders", health_banners, order=10))
        registry.settings_items.register(
            registry.SettingsItem(
                "operations",
                "Operations",
                "Sweeps, the delivery ledger, reminders that reach nobody, mail on hold",
                "refresh-alert",
                "operations",
                order=80,
                verb="operations.view",
            )
        )
        if mailbox.is_in_use():
            registry.navigation.register(
                registry.NavigationItem("mailbox", "Mailbox", "mail", "mailbox", 890, is_below_rule=True)
            )
