from django.apps import AppConfig

from core import registry


class SpendConfig(AppConfig):
    """What contracts cost: the price at renewal, and the index series that it may follow."""

    name = "spend"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the index series under Settings, their files, and the part of the demo."""
        # Models are loaded only now, so everything that reads them is imported here.
        from spend.actions.indexes import FILE_KIND  # noqa: PLC0415
        from spend.demo.prices import load_prices  # noqa: PLC0415
        from spend.permissions import IMPORT_INDEXES, can_download_index_file  # noqa: PLC0415

        registry.settings_items.register(
            registry.SettingsItem(
                "indexes",
                "Index series",
                "Published figures that prices at renewal follow, such as consumer prices",
                "chart-line",
                "index_list",
                58,
                "contracts.view",
            )
        )
        registry.commands.register(
            registry.Command(
                "index_import", "Import an index series", "upload", "index_import", 60, IMPORT_INDEXES
            )
        )
        registry.file_kinds.register(
            registry.FileKind(
                FILE_KIND,
                "Index values",
                can_download_index_file,
                extensions=("csv", "txt"),
                largest=2 * 1024 * 1024,
            )
        )
        registry.demo_parts.register(registry.DemoPart("prices", load_prices, 35))
