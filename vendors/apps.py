from django.apps import AppConfig

from core import registry


class VendorsConfig(AppConfig):
    """Vendors, their contacts, and our own legal entities."""

    name = "vendors"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the vendor list, its panels, its search and the page of our entities."""
        # Views can be imported only once every app's models are loaded.
        from vendors.demo.vendors import load_vendors  # noqa: PLC0415
        from vendors.reports.recent import vendor_news  # noqa: PLC0415
        from vendors.views.searching import find_vendors  # noqa: PLC0415

        registry.demo_parts.register(registry.DemoPart("vendors", load_vendors, 20))
        registry.navigation.register(
            registry.NavigationItem("vendors", "Vendors", "building-store", "vendor_list", 40, "vendors.view")
        )
        registry.listing_pages.register(
            registry.ListingPage("vendors", "Vendors", "vendor_list", 30, "vendors.view")
        )
        registry.recent_changes.register(registry.RecentChanges("vendors", vendor_news, 20))
        registry.panels.register(registry.Panel("vendor_overview", "vendor", "Overview", "vendor", 10))
        registry.panels.register(
            registry.Panel("vendor_activity", "vendor", "Activity", "vendor_activity", 900)
        )
        registry.search_types.register(registry.SearchType("vendors", "Vendors", find_vendors, 20))
        registry.commands.register(
            registry.Command("vendor_create", "Record a vendor", "plus", "vendor_create", 40, "vendors.edit")
        )
        registry.settings_items.register(
            registry.SettingsItem(
                "entities",
                "Our entities",
                "The legal entities that contracts are made by",
                "building",
                "entity_list",
                50,
                "vendors.edit",
            )
        )
